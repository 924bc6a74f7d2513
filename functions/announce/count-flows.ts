import type { Population } from '#contracts/population.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { isoTime } from '#contracts/time.ts';
import { patternsOf } from '#domain/migrations/flow-pattern.ts';
import { revenueOf } from '#domain/migrations/revenue-of.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Clock } from '#ports/clock.ts';
import type { CountedWrite, FlowCounter } from '#ports/flow-store.ts';
import type { Observer } from '#ports/observer.ts';

export type FlowDependencies = {
  readonly definitions: RetentionDefinitions;
  readonly flows: FlowCounter;
  readonly clock: Clock;
  readonly observer: Pick<Observer, 'count'>;
};

/** A write that was announced, with the snapshot that was effective when it was judged. */
export type JudgedWrite = { readonly record: ProfileRecord; readonly population: Population | null };

function countedWrite(definitions: RetentionDefinitions, { record, population }: JudgedWrite): CountedWrite {
  const { tenant, customerId, version, relations, judgedMs, state } = record;
  const read = { state: decodeState(state), relations, population, nowMs: judgedMs };
  const revenueMinor = revenueOf(definitions, subjectOf(customerId), read) ?? 0;
  const patterns = patternsOf(definitions.migrations, record);
  const day = isoTime(judgedMs).slice(0, 10);
  return { tenant, customerId, profileVersion: version, day, patterns, revenueMinor };
}

/** Counts what writes changed about segments, each write once, however often the stream brings it. */
export async function countFlows(
  { definitions, flows, clock, observer }: FlowDependencies,
  writes: readonly JudgedWrite[],
): Promise<void> {
  const changed = writes.filter(({ record }) => record.outbox !== null);
  if (changed.length === 0) return;
  const counted = await flows.count(
    changed.map((write) => countedWrite(definitions, write)),
    clock(),
  );
  observer.count('FlowsCounted', counted);
}
