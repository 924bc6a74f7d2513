import type { CustomerTraits } from '#contracts/customer-traits.ts';
import type { Delivery } from '#contracts/delivery.ts';
import type { Meaning } from '#contracts/moment.ts';
import type { Outcome } from '#contracts/outcome.ts';
import type { Population } from '#contracts/population.ts';
import type { PagedIds, ProfileRecord } from '#contracts/profile-record.ts';
import type { Relations } from '#contracts/relations.ts';
import type { Run } from '#contracts/run.ts';
import type { Task } from '#contracts/task.ts';
import { isoTime } from '#contracts/time.ts';
import type { Transition } from '#contracts/transition.ts';
import { has } from '#domain/profile/cell-set.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { eventIdHashBytes } from '#domain/profile/event-ids.ts';
import { profileItemBytes } from '#domain/profile/item-budget.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { recordLayoutVersion } from '#domain/profile/record-layout.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { starterRisk } from '#domain/scoring/starter-risk.ts';
import type { Join } from '#ports/profile-store.ts';
import { type ExplainedFeature, explainFeatures } from './explain-features.ts';
import { type ExplainedSegment, explainSegments } from './explain-segments.ts';
import { type Identity, identityOf } from './identity-of.ts';

/** Everything that is stored about one customer. Lists are newest first. */
export type CustomerFile = {
  readonly record: ProfileRecord;
  /** The visitors that were joined into the customer (`loadJoins`). */
  readonly joinedFrom: readonly Join[];
  readonly told: CustomerTraits;
  readonly transitions: readonly Transition[];
  readonly runs: readonly Run[];
  readonly deliveries: readonly Delivery[];
  readonly tasks: readonly Task[];
  readonly outcomes: readonly Outcome[];
};

/** Why a customer is where it is; with `--json`, the document on stdout. Times are ISO, money is in major units. */
export type Explanation = {
  readonly tenant: string;
  readonly customerId: string;
  readonly version: number;
  /** The customer whose profile this anonymous one has become part of; null for every other. */
  readonly joinedInto: string | null;
  readonly identity: Identity;
  readonly stored: {
    /** Of the item, as DynamoDB counts them. */
    readonly bytes: number;
    readonly layout: number;
    readonly version: number;
    readonly events: number;
    readonly recentIds: number;
    readonly pagedIds: PagedIds['kind'];
    /** Of what the declarations ask for, how much has seen every event, and how much is declared. */
    readonly cells: { readonly complete: number; readonly declared: number };
  };
  readonly clock: 'live' | 'replay';
  /** The moment that features and score are of. */
  readonly at: string;
  readonly judgedAt: string;
  readonly nextLook: string | null;
  readonly state: {
    readonly totals: readonly { meaning: Meaning; count: number; first: string; last: string; money: number }[];
    readonly days: readonly { day: string; activities: number; purchases: number; money: number }[];
  };
  readonly features: readonly ExplainedFeature[];
  readonly risk: {
    readonly judgedBy: string;
    readonly score: number | null;
    readonly band: string;
    /** The band when the customer was last judged. */
    readonly storedBand: string;
    readonly usualGapDays: number;
    readonly activeDays: number;
  };
  readonly segments: readonly ExplainedSegment[];
  /** Segments that are not judged for this customer until its state is complete. */
  readonly notJudged: readonly string[];
  /** What others have told the profile: of a customer its accounts, of an account its members. */
  readonly relations: Relations;
  readonly transitions: readonly Transition[];
  readonly runs: readonly Run[];
  readonly deliveries: readonly Delivery[];
  readonly tasks: readonly Task[];
  readonly outcomes: readonly Outcome[];
};

function stateOf(record: ProfileRecord): Explanation['state'] {
  const state = decodeState(record.state);
  return {
    totals: [...state.totals].map(([meaning, totals]) => ({
      meaning,
      count: totals.count,
      first: isoTime(totals.firstMs),
      last: isoTime(totals.lastMs),
      money: totals.sumMinor / 100,
    })),
    days: state.days.map(({ day, activities, purchases, purchaseMinor }) => ({
      day: isoTime(day * dayMs).slice(0, 10),
      activities,
      purchases,
      money: purchaseMinor / 100,
    })),
  };
}

/** The moment that a customer is looked at: now, or for one that only has history the time that it was judged under. */
export function explainedAtMs({ clock, judgedMs }: Pick<ProfileRecord, 'clock' | 'judgedMs'>, nowMs: number): number {
  return clock === 'replay' ? judgedMs : Math.max(nowMs, judgedMs);
}

/**
 * Puts together why a customer is where it is. A live customer is looked at as of `nowMs`; one that only has history, as of
 * the time that it was judged under. `population` is the snapshot that is effective at that time.
 */
export function explainCustomer(
  definitions: RetentionDefinitions,
  file: CustomerFile,
  nowMs: number,
  population: Population | null,
): Explanation {
  const { record, joinedFrom, told, ...lists } = file;
  const atMs = explainedAtMs(record, nowMs);
  const state = decodeState(record.state);
  const risk = starterRisk(definitions.risk, state, atMs);
  const subject = { state, nowMs: atMs, population, relations: record.relations };
  const { declared } = definitions.folding[subjectOf(record.customerId)];
  return {
    tenant: record.tenant,
    customerId: record.customerId,
    version: record.version,
    joinedInto: record.joined === null ? null : record.joined.into,
    identity: identityOf(joinedFrom, told),
    stored: {
      bytes: profileItemBytes(record),
      layout: recordLayoutVersion,
      version: record.version,
      events: state.events,
      recentIds: record.recentEventIds.length / eventIdHashBytes,
      pagedIds: record.pagedIds.kind,
      cells: {
        complete: [...declared].filter((number) => has(state.complete, number)).length,
        declared: declared.size,
      },
    },
    clock: record.clock,
    at: isoTime(atMs),
    judgedAt: isoTime(record.judgedMs),
    nextLook: record.wakeAtMs === null ? null : isoTime(record.wakeAtMs),
    state: stateOf(record),
    features: explainFeatures(definitions, subjectOf(record.customerId), subject),
    risk: {
      judgedBy: `${definitions.risk.kind} ${definitions.risk.version}`,
      score: risk.score,
      band: risk.band,
      storedBand: record.riskBand,
      usualGapDays: risk.usualGapDays,
      activeDays: risk.activeDays,
    },
    ...explainSegments(definitions, record, subject),
    relations: record.relations,
    ...lists,
  };
}
