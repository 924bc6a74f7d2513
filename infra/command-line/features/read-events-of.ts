import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { accountPrefix, anonymousPrefix } from '#contracts/identifier.ts';
import { type HistoricalEvent, knownFromMs } from '#domain/features/event-history.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import { accountCustomerOf, customerOf } from '#domain/profile/customer-of.ts';
import { visitorsClaimedBy } from '#domain/profile/join-profiles.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { CommandError } from '../command-error.ts';
import { loadRecords } from '../replay/load-records.ts';
import { type ScanSettings, scanArchive } from './scan-archive.ts';

/** Most archived events of one customer that are held in memory. */
export const mostEventsHeld = 200_000;

export type ReadEventsSettings = ScanSettings & {
  readonly profiles: Pick<ProfileStore, 'loadMany' | 'loadJoins'>;
  /** A user, a visitor (`anonymous:ID`) or an account (`account:ID`). */
  readonly customerId: string;
};

/** Events that are held, up to the bound. */
class Held {
  readonly byOwner = new Map<string, ArchivedEvent[]>();
  readonly #customerId: string;
  #count = 0;

  constructor(customerId: string) {
    this.#customerId = customerId;
  }

  add(owner: string, event: ArchivedEvent): void {
    this.#count += 1;
    if (this.#count > mostEventsHeld) {
      throw new CommandError(
        `Cannot fold the events of ${this.#customerId}: the archive has more than ${mostEventsHeld}, which are not held in ` +
          'memory; an id that stands for many people or for a machine is best kept out by its sender',
      );
    }
    const own = this.byOwner.get(owner) ?? [];
    this.byOwner.set(owner, own);
    own.push(event);
  }

  of(owner: string): readonly ArchivedEvent[] {
    return this.byOwner.get(owner) ?? [];
  }
}

/** Since when each visitor was said to be someone: the earliest claim as it became known. */
function claimsBy(events: readonly ArchivedEvent[]): Map<string, number> {
  const claims = new Map<string, number>();
  for (const event of events) {
    for (const { visitor } of visitorsClaimedBy([eventOfArchived(event)])) {
      const sinceMs = knownFromMs(event);
      claims.set(visitor, Math.min(sinceMs, claims.get(visitor) ?? sinceMs));
    }
  }
  return claims;
}

type Claim = { readonly user: string; readonly receivedMs: number; readonly eventId: string };

function isEarlier(a: Claim, b: Claim): boolean {
  return a.receivedMs !== b.receivedMs ? a.receivedMs < b.receivedMs : a.eventId < b.eventId;
}

/**
 * Visitors of whom nothing is stored belong to the user who claimed them first by time of receipt, as for a replay. Reads
 * the archive once more, which is needed only where profiles were lost.
 */
async function addLostVisitors(settings: ReadEventsSettings, lost: ReadonlySet<string>, held: Held): Promise<string[]> {
  if (lost.size === 0) return [];
  const firsts = new Map<string, Claim>();
  await scanArchive(settings, (event) => {
    const customer = customerOf(event);
    if (customer === null) return;
    if (lost.has(customer)) held.add(customer, event);
    for (const { visitor } of visitorsClaimedBy([eventOfArchived(event)])) {
      const claim = { user: customer, receivedMs: event.receivedMs, eventId: event.id };
      const first = firsts.get(visitor);
      if (lost.has(visitor) && (first === undefined || isEarlier(claim, first))) firsts.set(visitor, claim);
    }
  });
  return [...lost].filter((visitor) => firsts.get(visitor)?.user === settings.customerId);
}

async function eventsOfUser(settings: ReadEventsSettings): Promise<HistoricalEvent[]> {
  const { profiles, tenant, customerId } = settings;
  const notes = new Map(
    (await profiles.loadJoins(tenant, customerId)).map(({ visitor, joinedMs }) => [visitor, joinedMs]),
  );
  const held = new Held(customerId);
  await scanArchive(settings, (event) => {
    const customer = customerOf(event);
    if (customer !== null && (customer === customerId || notes.has(customer))) held.add(customer, event);
  });
  const claims = claimsBy(held.of(customerId));
  const others = [...claims.keys()].filter((visitor) => !notes.has(visitor));
  const records = await loadRecords(profiles, tenant, others);
  // A visitor who has a record of its own, or another's, is not this user, whatever an event says.
  const lost = new Set(others.filter((visitor) => !records.has(visitor)));
  const found = await addLostVisitors(settings, lost, held);
  const own = held.of(customerId).map((event): HistoricalEvent => ({ event, visitor: null }));
  const visited = [...notes.keys(), ...found].flatMap((visitor) => {
    const joinedMs = claims.get(visitor) ?? notes.get(visitor) ?? 0;
    return held.of(visitor).map((event): HistoricalEvent => ({ event, visitor: { customerId: visitor, joinedMs } }));
  });
  return [...own, ...visited];
}

/**
 * Reads what the archive has of one customer, with the visitors that are part of it and since when; of an account, the
 * events that name it. The whole archive is read, for events lie in it by day. Throws if there are more than
 * `mostEventsHeld`.
 */
export async function readEventsOf(settings: ReadEventsSettings): Promise<HistoricalEvent[]> {
  const { customerId } = settings;
  const isAccount = customerId.startsWith(accountPrefix);
  if (!isAccount && !customerId.startsWith(anonymousPrefix)) return eventsOfUser(settings);
  const held = new Held(customerId);
  await scanArchive(settings, (event) => {
    const owner = isAccount ? accountCustomerOf(event.accountId) : customerOf(event);
    if (owner === customerId) held.add(customerId, event);
  });
  return held.of(customerId).map((event) => ({ event, visitor: null }));
}
