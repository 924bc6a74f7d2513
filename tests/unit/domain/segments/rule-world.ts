import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Population } from '#contracts/population.ts';
import type { Relations } from '#contracts/relations.ts';
import type { SegmentRule } from '#contracts/segment-rule.ts';
import type { CellSpec } from '#domain/features/cell.ts';
import { compileFeatures } from '#domain/features/compile-features.ts';
import { foldingOf } from '#domain/features/folding.ts';
import { requiredCells } from '#domain/features/required-cells.ts';
import { vitalSignOf } from '#domain/features/vital-signs.ts';
import { nextBandChangeMs, starterRisk } from '#domain/scoring/starter-risk.ts';
import { cellsOfRule } from '#domain/segments/cells-of-rule.ts';
import { compileRule } from '#domain/segments/compile-rule.ts';
import type { CompiledRule, RuleSubject } from '#domain/segments/compiled-segment.ts';
import { exampleRisk } from '../example-definitions.ts';
import { examplePlan } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { holdsByBruteForce } from './brute-force-rule.ts';
import { ruleFeatures } from './rule-features.ts';

/** Three groups, by something that moves, something that steps, and something that stays. */
export const clusteredPopulation: Population = {
  schemaVersion: 1,
  effectiveFromMs: 0,
  customers: 10,
  features: {},
  clustering: {
    features: [
      { name: 'quiet', mean: 1.5, deviation: 1 },
      { name: 'week', mean: 0.5, deviation: 0.7 },
      { name: 'age', mean: 2, deviation: 0.8 },
    ],
    clusters: [
      { name: 'one', size: 3, centre: [-1.2, 0.8, -0.4] },
      { name: 'two', size: 3, centre: [0.9, -0.6, 0.2] },
      { name: 'three', size: 4, centre: [1.4, -0.7, 1.9] },
    ],
  },
};

/** A customer who belongs to an account, and an account with members, in one. */
export const insideRelations: Relations = {
  members: { count: 4, inSegments: { inside: 3 } },
  accounts: [{ accountId: 'acme', version: 1, segments: ['inside'] }],
};

/** A rule with what it reads, over what happened. */
export type RuleWorld = {
  readonly compiled: CompiledRule;
  readonly subjectAt: (nowMs: number) => RuleSubject;
  readonly bruteForceAt: (nowMs: number) => boolean;
};

/** Compiles a rule, folds what happened into the cells that it needs, and asks the raw events besides. */
export function ruleWorld(
  rule: SegmentRule,
  events: readonly CanonicalEvent[],
  population: Population | null = clusteredPopulation,
): RuleWorld {
  const specs = [...ruleFeatures.flatMap(requiredCells), ...cellsOfRule(rule)];
  const kept = new Map<string, CellSpec>();
  for (const spec of specs) if (vitalSignOf(spec) === null) kept.set(JSON.stringify(spec), spec);
  const numbers = new Map([...kept.keys()].map((key, number) => [key, number]));
  const cellNumber = (_: unknown, spec: CellSpec) => {
    const number = numbers.get(JSON.stringify(spec));
    if (number === undefined) throw new Error(`No cell is kept for ${JSON.stringify(spec)}`);
    return number;
  };
  const features = compileFeatures(ruleFeatures, { cellNumber });
  const cells = [...kept.values()].map((spec, number) => ({ number, spec, subject: 'customer' as const }));
  const state = stateOf(events, foldingOf(examplePlan, cells));
  const others = new Map(ruleFeatures.map((one) => [one.name, one.of]));
  const { members } = insideRelations;
  const subjectAt = (nowMs: number): RuleSubject => ({
    state,
    nowMs,
    population,
    relations: insideRelations,
    riskBand: starterRisk(exampleRisk, state, nowMs).band,
    nextBandChangeMs: nextBandChangeMs(exampleRisk, state, nowMs),
    readings: [],
    isIn: (segment) => segment === 'inside',
  });
  return {
    compiled: compileRule(rule, { subject: 'customer', features, cellNumber }),
    subjectAt,
    bruteForceAt: (nowMs) =>
      holdsByBruteForce(rule, {
        events,
        nowMs,
        population,
        members,
        others,
        riskBand: starterRisk(exampleRisk, state, nowMs).band,
        segments: ['inside'],
        accountSegments: ['inside'],
      }),
  };
}
