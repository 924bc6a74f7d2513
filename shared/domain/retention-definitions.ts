import type { RetentionLock } from '#contracts/retention-lock.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { type NumberedDeclarations, numberDeclarations } from './declaring/number-declarations.ts';
import { refuseItemsOverBudget } from './declaring/refuse-items-over-budget.ts';
import { refusePlaybooks } from './declaring/refuse-playbooks.ts';
import type { DeclaredCell, Subject } from './features/cell.ts';
import { compileFeatures } from './features/compile-features.ts';
import type { CompiledFeature } from './features/compiled-feature.ts';
import type { FeatureDefinition } from './features/feature-definition.ts';
import { type Folding, foldingOf } from './features/folding.ts';
import type { EventBridgeSource } from './ingest/event-bridge-source.ts';
import type { TrackingPlan } from './ingest/tracking-plan.ts';
import { type Migration, refuseMigrations } from './migrations/migration.ts';
import type { EmailTemplate, Playbook } from './playbooks/playbook.ts';
import { type ClusterDeclaration, refuseClusters } from './population/cluster-declaration.ts';
import type { StarterRiskRule } from './scoring/starter-risk.ts';
import { compileSegments } from './segments/compile-segments.ts';
import type { CompiledSegment } from './segments/compiled-segment.ts';
import { type NumberSet, numberSetOf } from './segments/number-set.ts';

/** What the files of `retention/` say, as they say it. */
export type Declarations = {
  readonly plan: TrackingPlan;
  readonly sources?: readonly EventBridgeSource[];
  readonly features: readonly FeatureDefinition[];
  /** The feature that is a customer's or account's yearly revenue, for whoever adds up what moved. */
  readonly revenue?: FeatureDefinition | null;
  readonly risk: StarterRiskRule;
  readonly segments: readonly SegmentDefinition[];
  /** Names of segments that are declared no longer. Without it, a stay in one goes on, unseen by any rule. */
  readonly retiredSegments?: readonly string[];
  /** The groups that customers are told apart by; null: none. */
  readonly clusters?: ClusterDeclaration | null;
  /** Moves between segments that are told of and counted; none if left out. */
  readonly migrations?: readonly Migration[];
  readonly playbooks: readonly Playbook[];
  readonly templates: readonly EmailTemplate[];
  /** Largest item of a busy customer, and of a busy account. */
  readonly itemBudgetBytes?: number;
  readonly accountItemBudgetBytes?: number;
};

/** Everything that a deployment believes: declared in `retention/`, checked as a whole once. */
export type RetentionDefinitions = {
  readonly plan: TrackingPlan;
  /** The buses of the operator that events come from, by the name of each source. */
  readonly sources: ReadonlyMap<string, EventBridgeSource>;
  readonly features: ReadonlyMap<string, CompiledFeature>;
  /** The name of the feature that is yearly revenue; null if none is. */
  readonly revenue: string | null;
  readonly risk: StarterRiskRule;
  /** In order of judgement: after those that they refer to. */
  readonly segments: readonly CompiledSegment[];
  readonly segmentsOf: Readonly<Record<Subject, readonly CompiledSegment[]>>;
  /** Segments that were declared once: whoever is still in one leaves it when next looked at. */
  readonly retiredSegments: ReadonlySet<string>;
  /** What of an event goes into the state of a customer, and of an account. */
  readonly folding: Readonly<Record<Subject, Folding>>;
  readonly cells: readonly DeclaredCell[];
  /** What the lock says of the numbers of definitions that are declared here no longer, or not in this version. */
  readonly segmentNumbers: NumberedDeclarations['segmentNumbers'];
  /** The greatest number of a definition of a segment that is known here; −1 if there is none. */
  readonly highestSegmentNumber: number;
  /** The segments that profiles count as judged under where an older layout did not say. */
  readonly judgedBefore: NumberSet;
  /** What the lock lacks: its numbers are provisional, and must not reach a deployment. */
  readonly unlisted: NumberedDeclarations['unlisted'];
  readonly itemBudgetBytes: number;
  readonly accountItemBudgetBytes: number;
  readonly clusters: ClusterDeclaration | null;
  readonly migrations: readonly Migration[];
  readonly playbooks: readonly Playbook[];
  readonly templates: ReadonlyMap<string, EmailTemplate>;
};

/** One write unit. */
const usualItemBudgetBytes = 1_024;

/** Accounts are fewer, and each stands for many customers. */
const usualAccountItemBudgetBytes = 4_096;

const subjects: readonly Subject[] = ['customer', 'account'];

function byName<T extends { readonly name: string }>(what: string, declared: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const one of declared) {
    if (found.has(one.name)) throw new Error(`Cannot declare the ${what} "${one.name}" twice`);
    found.set(one.name, one);
  }
  return found;
}

function bySubject<T>(of: (subject: Subject) => T): Record<Subject, T> {
  return { customer: of('customer'), account: of('account') };
}

function revenueName({ revenue = null }: Declarations, features: ReadonlyMap<string, CompiledFeature>): string | null {
  if (revenue === null) return null;
  if (features.has(revenue.name) && revenue.type === 'number') return revenue.name;
  throw new Error(`Cannot take "${revenue.name}" for yearly revenue: it is not among the declared features of numbers`);
}

function retiredNames({ segments, retiredSegments = [] }: Declarations): ReadonlySet<string> {
  const retired = new Set(retiredSegments);
  const both = segments.find((segment) => retired.has(segment.name));
  if (both !== undefined) throw new Error(`Cannot retire the segment "${both.name}": it is declared as well`);
  return retired;
}

/**
 * Puts the declarations together, with the numbers of the lock (null: numbers in the order of declaration, for trials). Throws,
 * naming the culprit, if a name is declared twice, if something refers to what is not declared, if a rule or feature cannot
 * be kept exactly true, if a definition was edited under its old version, or if a busy customer's item would not fit its budget.
 */
export function defineRetention(declared: Declarations, lock: RetentionLock | null = null): RetentionDefinitions {
  const { plan, risk, playbooks, clusters = null, migrations = [] } = declared;
  const sources = byName('EventBridge source', declared.sources ?? []);
  byName('feature', declared.features);
  const segmentNames = byName('segment', declared.segments);
  const templates = byName('template', declared.templates);
  byName('playbook', playbooks);
  const retiredSegments = retiredNames(declared);
  const numbered = numberDeclarations(declared, lock);
  const cellNumber = numbered.cellNumber;
  const features = compileFeatures(declared.features, { cellNumber });
  const segments = compileSegments(numbered.segments, { features, cellNumber });
  refusePlaybooks(playbooks, segmentNames, templates);
  byName('migration', migrations);
  refuseMigrations(migrations, segmentNames);
  if (clusters !== null) refuseClusters(clusters, features);
  const { itemBudgetBytes = usualItemBudgetBytes, accountItemBudgetBytes = usualAccountItemBudgetBytes } = declared;
  const folding = bySubject((subject) =>
    foldingOf(
      plan,
      numbered.cells.filter((cell) => cell.subject === subject),
    ),
  );
  const definitions: RetentionDefinitions = {
    plan,
    sources,
    features,
    revenue: revenueName(declared, features),
    risk,
    segments,
    segmentsOf: bySubject((subject) => segments.filter((segment) => segment.definition.subject === subject)),
    retiredSegments,
    folding,
    cells: numbered.cells,
    segmentNumbers: numbered.segmentNumbers,
    highestSegmentNumber: Math.max(-1, ...[...numbered.segmentNumbers.values()].flat()),
    judgedBefore: numberSetOf(lock === null ? segments.map((segment) => segment.number) : lock.judgedBefore),
    unlisted: numbered.unlisted,
    itemBudgetBytes,
    accountItemBudgetBytes,
    clusters,
    migrations,
    playbooks,
    templates,
  };
  for (const subject of subjects) refuseItemsOverBudget(definitions, subject);
  return definitions;
}
