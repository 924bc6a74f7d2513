import type { Population } from '#contracts/population.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Subject } from '#domain/features/cell.ts';
import type { CompiledFeature } from '#domain/features/compiled-feature.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import { hasAll } from '#domain/profile/cell-set.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { hasNumber } from '#domain/segments/number-set.ts';
import { emptyGroup, type GroupTally } from './group-tally.ts';
import type { PopulationNeeds } from './population-needs.ts';
import { mostSampled, sampleHash } from './sample.ts';

/** One profile as a survey comes by it. */
export type SurveyedProfile = {
  readonly record: ProfileRecord;
  readonly state: ProfileState;
  /** The time at which features are read (`readMs`), and the snapshot that is effective then. */
  readonly nowMs: number;
  readonly population: Population | null;
  /** Whether it is woken to be judged again. */
  readonly isWoken: boolean;
};

/** Counts profiles, each once, in whatever order. */
export type Census = {
  /**
   * The time at which the features of a profile are read: the beginning of the survey; of one that is all history the
   * latest time at which any of the tenant's was judged, as far as is known.
   */
  readMs(record: ProfileRecord): number;
  /** False where the profile belongs to a tenant beyond the first `mostTenants`: it was not counted. */
  count(profile: SurveyedProfile): boolean;
  groups(): readonly GroupTally[];
};

/** Bound on the tenants of one survey. */
export const mostTenants = 400;

/**
 * Bound on the customers that all samples hold together; with more than 8 groups of profiles each holds fewer than
 * `mostSampled`.
 */
const mostRows = 400_000;

/** The features whose values the sample of a subject keeps: only customers are compared with each other. */
export function sampledFeatures({ spreads, clusters }: PopulationNeeds, subject: Subject): readonly string[] {
  return subject === 'account' ? [] : [...new Set([...spreads, ...(clusters?.features ?? [])])];
}

function numberOf(feature: CompiledFeature | undefined, subject: FeatureSubject): number | null {
  const value = feature?.read(subject).value;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A feature in major units as whole minor units; 0 where it has no value. */
function minorUnits(feature: CompiledFeature | undefined, subject: FeatureSubject): number {
  return Math.round((numberOf(feature, subject) ?? 0) * 100);
}

/** The feature that is the revenue of a subject; undefined where there is none. */
export function revenueFeature(
  { revenue, features }: Pick<RetentionDefinitions, 'revenue' | 'features'>,
  subject: Subject,
): CompiledFeature | undefined {
  const feature = revenue === null ? undefined : features.get(revenue);
  return feature?.definition.subject === subject ? feature : undefined;
}

function countSegments(definitions: RetentionDefinitions, group: GroupTally, record: ProfileRecord, revenue: number) {
  const judged = record.judged ?? definitions.judgedBefore;
  for (const [index, { definition, number }] of definitions.segmentsOf[group.subject].entries()) {
    const tally = group.segments[index];
    if (tally === undefined) continue;
    const { name, enabled } = definition;
    const stay = Object.hasOwn(record.memberships, name) ? record.memberships[name] : undefined;
    if (enabled && !hasNumber(judged, number)) tally.notJudged += 1;
    if (stay === undefined) continue;
    tally.members += 1;
    tally.revenueMinor += revenue;
    if (stay.heldBack) tally.heldBack += 1;
  }
}

function countFeatures(group: GroupTally, columns: readonly CompiledFeature[], subject: FeatureSubject, id: string) {
  if (columns.length === 0) return;
  const values = columns.map((feature) => numberOf(feature, subject));
  for (const [column, value] of values.entries()) {
    const tally = group.features[column];
    if (tally === undefined || value === null) continue;
    tally.customers += 1;
    tally.sum += value;
  }
  group.sample.add({ hash: sampleHash(id), values });
}

const keyOf = ({ tenant, subject, clock }: Pick<GroupTally, 'tenant' | 'subject' | 'clock'>) =>
  `${clock}|${subject}|${tenant}`;

/** What the counting of one subject needs of the definitions, looked up once. */
function lookUp(definitions: RetentionDefinitions, needs: PopulationNeeds, subject: Subject) {
  return {
    columns: sampledFeatures(needs, subject).flatMap((name) => definitions.features.get(name) ?? []),
    revenue: revenueFeature(definitions, subject),
    cells: definitions.cells.filter((cell) => cell.subject === subject).map((cell) => cell.number),
  };
}

/**
 * Makes a census that goes on from these groups; none: from the beginning. `startedMs` is when the survey began: the
 * time at which features of live profiles are read. Memory is bounded by `mostRows` rows.
 */
export function createCensus(
  definitions: RetentionDefinitions,
  needs: PopulationNeeds,
  { startedMs, begun = [] }: { readonly startedMs: number; readonly begun?: readonly GroupTally[] },
): Census {
  const wanted = { customer: lookUp(definitions, needs, 'customer'), account: lookUp(definitions, needs, 'account') };
  const groups = new Map(begun.map((group) => [keyOf(group), group]));
  const tenants = new Set(begun.map((group) => group.tenant));
  const shareSamples = () => {
    const most = Math.floor(mostRows / groups.size);
    if (most < mostSampled) for (const group of groups.values()) group.sample.limit(most);
  };
  const groupOf = (record: ProfileRecord): GroupTally | null => {
    const { tenant, clock } = record;
    const subject = subjectOf(record.customerId);
    const found = groups.get(keyOf({ tenant, subject, clock }));
    if (found !== undefined) return found;
    if (!tenants.has(tenant) && tenants.size >= mostTenants) return null;
    const of = { tenant, subject, clock, readMs: 0, attempt: 1 };
    const group = emptyGroup(of, wanted[subject].columns.length, definitions.segmentsOf[subject].length);
    groups.set(keyOf(of), group);
    tenants.add(tenant);
    shareSamples();
    return group;
  };
  shareSamples();
  return {
    readMs(record) {
      if (record.clock === 'live') return Math.max(startedMs, record.judgedMs);
      return Math.max(groupOf(record)?.readMs ?? 0, record.judgedMs);
    },
    count({ record, state, nowMs, population, isWoken }) {
      const group = groupOf(record);
      if (group === null) return false;
      const { columns, revenue, cells } = wanted[group.subject];
      const read: FeatureSubject = { state, nowMs, population, relations: record.relations };
      const revenueMinor = minorUnits(revenue, read);
      if (group.clock === 'replay' && group.profiles > 0 && nowMs > group.readMs) group.isUneven = true;
      group.readMs = Math.max(group.readMs, nowMs);
      group.profiles += 1;
      group.revenueMinor += revenueMinor;
      if (isWoken) group.woken += 1;
      if (!hasAll(state.complete, cells)) group.incomplete += 1;
      countSegments(definitions, group, record, revenueMinor);
      countFeatures(group, columns, read, record.customerId);
      return true;
    },
    groups: () => [...groups.values()],
  };
}
