import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import { type AdvanceInput, type AdvanceResult, advanceProfile, idsInDoubt } from '#domain/profile/advance-profile.ts';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import type { PageLookup } from '#domain/profile/known-ids.ts';
import { exampleDefinitions } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';

/** The input for one customer never seen, without events, live on 2 June 2026, unless told otherwise. */
export function input(told: Partial<AdvanceInput> = {}): AdvanceInput {
  return {
    tenant: 'shop',
    customerId: 'ada',
    record: null,
    pages: null,
    events: [],
    absorbed: [],
    told: null,
    population: null,
    clock: { mode: 'live' },
    nowMs: juneMs + dayMs,
    correlationId: 'request-1',
    correlationIds: new Map(),
    ...told,
  };
}

export function advance(told: Partial<AdvanceInput>): AdvanceResult {
  return advanceProfile(exampleDefinitions, input(told));
}

/** The record that came out. Throws if there is none. */
export function recordOf(result: AdvanceResult): ProfileRecord {
  if (result.record === null) throw new Error('Cannot go on: nothing was to be written');
  return result.record;
}

export function visit(id: string, timeMs = juneMs): CanonicalEvent {
  return exampleEvent({ id, timeMs, receivedMs: timeMs });
}

/** One customer in a store, written to by one writer after the other. */
export class StoredCustomer {
  record: ProfileRecord | null = null;
  readonly pages = new Map<number, EventIdPage>();

  /** What a look into all pages says. */
  lookup(): PageLookup {
    const few = [...this.pages.values()].flatMap((page) => unpackEventIds(page.eventIds));
    const known = new Set(few);
    return { has: (idHash) => known.has(idHash), few };
  }

  take(events: readonly CanonicalEvent[], nowMs = juneMs + dayMs): AdvanceResult {
    const mustLook = idsInDoubt({ record: this.record, events, absorbed: [] }).length > 0;
    const result = advance({ record: this.record, pages: mustLook ? this.lookup() : null, events, nowMs });
    if (result.page !== null) this.pages.set(result.page.version, result.page);
    if (result.record !== null) this.record = result.record;
    return result;
  }
}
