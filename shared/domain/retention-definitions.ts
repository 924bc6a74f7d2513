import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import type { FeatureDefinition } from '#domain/features/feature.ts';
import type { EventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { EmailTemplate, Playbook } from '#domain/playbooks/playbook.ts';
import type { StarterRiskRule } from '#domain/scoring/starter-risk.ts';
import { comparedFeatures } from '#domain/segments/leaf-features.ts';

/** Everything that a deployment believes: declared in `retention/`, checked as a whole once. */
export type RetentionDefinitions = {
  readonly plan: TrackingPlan;
  /** The buses of the operator that events come from, by the name of each source. */
  readonly sources: ReadonlyMap<string, EventBridgeSource>;
  readonly features: ReadonlyMap<string, FeatureDefinition>;
  readonly risk: StarterRiskRule;
  readonly segments: readonly SegmentDefinition[];
  /** Segments that were declared once: whoever is still in one leaves it when next looked at. */
  readonly retiredSegments: ReadonlySet<string>;
  readonly playbooks: readonly Playbook[];
  readonly templates: ReadonlyMap<string, EmailTemplate>;
};

function byName<T extends { readonly name: string }>(what: string, declared: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const one of declared) {
    if (found.has(one.name)) throw new Error(`Cannot declare the ${what} "${one.name}" twice`);
    found.set(one.name, one);
  }
  return found;
}

/**
 * Puts the declarations together. Throws, naming the culprit, if a name is declared twice, or if a segment, playbook or
 * step refers to something that is not declared.
 */
export function defineRetention(declared: {
  plan: TrackingPlan;
  sources?: readonly EventBridgeSource[];
  features: readonly FeatureDefinition[];
  risk: StarterRiskRule;
  segments: readonly SegmentDefinition[];
  /** Names of segments that are declared no longer. Without it, a stay in one goes on, unseen by any rule. */
  retiredSegments?: readonly string[];
  playbooks: readonly Playbook[];
  templates: readonly EmailTemplate[];
}): RetentionDefinitions {
  const sources = byName('EventBridge source', declared.sources ?? []);
  const features = byName('feature', declared.features);
  const segments = byName('segment', declared.segments);
  const templates = byName('template', declared.templates);
  byName('playbook', declared.playbooks);
  for (const segment of declared.segments) {
    const missing = comparedFeatures(segment.rule).find((name) => !features.has(name));
    if (missing !== undefined) {
      throw new Error(`Cannot declare the segment "${segment.name}": the feature "${missing}" is not declared`);
    }
  }
  for (const playbook of declared.playbooks) {
    const missing = [playbook.segment, ...playbook.alsoIn].find((name) => !segments.has(name));
    if (missing !== undefined) {
      throw new Error(`Cannot declare the playbook "${playbook.name}": the segment "${missing}" is not declared`);
    }
    for (const step of playbook.steps) {
      if (step.kind === 'send email' && !templates.has(step.template)) {
        throw new Error(`Cannot declare the playbook "${playbook.name}": no template is called "${step.template}"`);
      }
    }
  }
  const retiredSegments = new Set(declared.retiredSegments);
  const both = declared.segments.find((segment) => retiredSegments.has(segment.name));
  if (both !== undefined) throw new Error(`Cannot retire the segment "${both.name}": it is declared as well`);
  const { plan, risk, playbooks } = declared;
  return { plan, sources, features, risk, segments: declared.segments, retiredSegments, playbooks, templates };
}
