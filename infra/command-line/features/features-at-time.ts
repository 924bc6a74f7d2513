import { accountPrefix } from '#contracts/identifier.ts';
import type { Population } from '#contracts/population.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { isoTime } from '#contracts/time.ts';
import type { EventHistory } from '#domain/features/event-history.ts';
import { featuresAt } from '#domain/features/features-at.ts';
import { populationAt } from '#domain/features/population-at.ts';
import type { FeatureValue } from '#domain/features/reading.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { CommandError } from '../command-error.ts';
import { minute, quantityText } from '../customer/text-lines.ts';
import { wrappedRows } from '../wrapped-rows.ts';

/** One feature at a time, from the archive, beside what the stored profile says now. */
export type FeatureThen = {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  /** Whether it follows from the customer's own events: one that asks what others are is not kept. */
  readonly isReproducible: boolean;
  /** From the archive. */
  readonly archived: FeatureValue;
  /** From the stored profile; null also where nothing is stored. */
  readonly stored: FeatureValue;
};

export type FeaturesThen = {
  readonly tenant: string;
  readonly customerId: string;
  readonly at: string;
  readonly now: string;
  /** Archived events of the customer, repetitions too. */
  readonly archivedEvents: number;
  /** Whether both columns are of the same moment, so that they have to be the same. */
  readonly isNow: boolean;
  readonly features: readonly FeatureThen[];
};

function liveValues(
  { features }: RetentionDefinitions,
  record: ProfileRecord | null,
  populations: readonly Population[],
  nowMs: number,
): ReadonlyMap<string, FeatureValue> {
  if (record === null) return new Map();
  const population = populationAt(populations, nowMs);
  const subject = { state: decodeState(record.state), nowMs, population, relations: record.relations };
  return new Map([...features.values()].map((feature) => [feature.definition.name, feature.read(subject).value]));
}

type About = {
  readonly tenant: string;
  readonly customerId: string;
  /** Null: now. */
  readonly timeMs: number | null;
  readonly nowMs: number;
};

function refuseNobody({ tenant, customerId }: About, record: ProfileRecord | null, events: number): void {
  if (record !== null && record.joined !== null) {
    throw new CommandError(
      `Cannot show the features of ${customerId}: it has become part of ${record.joined.into}; ask for ${record.joined.into}`,
    );
  }
  if (events > 0 || record !== null) return;
  throw new CommandError(
    `Cannot show the features of ${customerId}: tenant ${tenant} has neither a profile nor archived events of it; ids are ` +
      `exact, a visitor is anonymous:ID and an account ${accountPrefix}ID`,
  );
}

/** The features of a customer at a time. Throws if there is no such customer, or it is part of another. */
export function featuresThen(
  definitions: RetentionDefinitions,
  history: Pick<EventHistory, 'events' | 'populations'>,
  record: ProfileRecord | null,
  about: About,
): FeaturesThen {
  refuseNobody(about, record, history.events.length);
  const { tenant, customerId, nowMs } = about;
  const timeMs = about.timeMs ?? nowMs;
  const subject = subjectOf(customerId);
  const then = featuresAt(definitions, { ...history, customerId }, timeMs);
  const now = liveValues(definitions, record, history.populations, nowMs);
  const own = [...definitions.features.values()].filter(({ definition }) => definition.subject === subject);
  const features = own.map(({ definition: { name, unit, description } }): FeatureThen => {
    const found = { isReproducible: then.has(name), archived: then.get(name) ?? null, stored: now.get(name) ?? null };
    return { name, unit, description, ...found };
  });
  const times = { at: isoTime(timeMs), now: isoTime(nowMs), isNow: about.timeMs === null };
  return { tenant, customerId, ...times, archivedEvents: history.events.length, features };
}

function isOtherwise({ isReproducible, archived, stored }: FeatureThen): boolean {
  return isReproducible && !Object.is(archived, stored);
}

/** The features for people. */
export function renderFeaturesThen(shown: FeaturesThen): string {
  const { tenant, customerId, at, now, archivedEvents, isNow, features } = shown;
  const columns = isNow ? ['archive', 'profile', ''] : [minute(at), `now (${minute(now)})`, ''];
  const rows = features.map((one) => {
    const then = one.isReproducible ? quantityText(one.archived, one.unit) : 'not kept';
    const mark = isNow && isOtherwise(one) ? '≠' : '';
    return [one.name, then, quantityText(one.stored, one.unit), mark, one.unit, one.description];
  });
  const title = isNow
    ? `Features of ${customerId} of ${tenant} now (${minute(now)} UTC), from the archive and from the stored profile`
    : `Features of ${customerId} of ${tenant} as they were at ${minute(at)} UTC`;
  const lines = [
    `${title}; ${archivedEvents} archived events`,
    '',
    ...wrappedRows([['feature', ...columns, 'unit', 'what it is'], ...rows]),
  ];
  if (features.some(({ isReproducible }) => !isReproducible)) {
    lines.push(
      '',
      'Not kept: what depends on other customers, such as the members of an account, is known of the present only.',
    );
  }
  if (isNow && features.some(isOtherwise)) {
    lines.push(
      '',
      'Where the two differ (≠), events are on their way into the archive, or the profile is not filled yet:',
      'npm run -s holdfast -- features backfill --dry-run says which.',
    );
  }
  return lines.join('\n');
}
