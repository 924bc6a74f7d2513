import pMap from 'p-map';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { CustomerTraits } from '#contracts/customer-traits.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { eventIdHash, unpackEventIds } from '#domain/profile/event-ids.ts';
import { stateOfEvent } from '#domain/profile/fold-event.ts';
import { anonymousCustomersOf } from '#domain/profile/join-profiles.ts';
import { mergeTraits } from '#domain/profile/merge-traits.ts';
import { relationsAsked } from '#domain/profile/relations-asked.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { advanceTraits } from '#functions/profile/advance-traits.ts';
import type { CustomerGroup } from '#functions/profile/customer-groups.ts';
import { groupByCustomer } from '#functions/profile/group-by-customer.ts';
import { guardParts } from '#functions/profile/guard-parts.ts';
import { createPageCache } from '#functions/profile/page-cache.ts';
import type { ProfileDependencies, ProfileHandlerDependencies } from '#functions/profile/profile-dependencies.ts';
import { advanceOlder, type OlderProfile, olderProfileItem } from '../../contract/older-profile-code.ts';
import type { QueueHandler } from '../spoiler.ts';
import { type OlderPage, type OlderProfileStore, olderMemberships } from './older-profile-store.ts';

const concurrency = 32;
const eventsPerWrite = 200;
const maximumAttempts = 10;
const firstPauseMs = 20;

type Dependencies = ProfileDependencies & { readonly older: OlderProfileStore };
type Advanced = { readonly record: OlderProfile; readonly pages: readonly OlderPage[] };

/** A customer never seen. */
function newProfile({ tenant, customerId }: CustomerGroup): OlderProfile {
  return {
    tenant,
    customerId,
    version: 0,
    state: { totals: new Map(), days: [] },
    recentEventIds: new Uint8Array(),
    pageCount: 0,
    memberships: {},
    riskBand: 'unknown',
    judgedMs: 0,
    clock: 'live',
    wakeAtMs: null,
    outbox: '',
  };
}

function freshEvents(events: readonly CanonicalEvent[], known: Set<string>): CanonicalEvent[] {
  return events.filter(({ id }) => {
    const hash = eventIdHash(id);
    const isFresh = !known.has(hash);
    known.add(hash);
    return isFresh;
  });
}

/**
 * What becomes of a customer with these events, none of which counts yet; null if there is nothing to write. State, ids and
 * pages as the older code made them; segments, risk and wake-up time as today's makes them, for the same rules decided then.
 */
function decide(
  { definitions, clock }: Dependencies,
  group: CustomerGroup,
  before: OlderProfile | null,
  events: readonly CanonicalEvent[],
): Advanced | null {
  const stored = before === null ? null : parseProfileItem(olderProfileItem(before));
  const { record: judged } = advanceProfile(definitions, {
    ...group,
    // The ids have done their work: without them, no page of today comes about.
    record: stored === null ? null : { ...stored, recentEventIds: new Uint8Array(), pagedIds: { kind: 'none' } },
    pages: null,
    events,
    absorbed: [],
    told: null,
    population: null,
    nowMs: clock(),
  });
  if (judged === null) return null;
  const { record, pages } = advanceOlder(before ?? newProfile(group), events, (event) =>
    stateOfEvent(definitions.folding.customer, event),
  );
  const { memberships, riskBand, judgedMs, clock: clockKind, wakeAtMs } = judged;
  const transitions = transitionsOf(definitions, judged, null);
  const outbox = transitions.length === 0 ? '' : JSON.stringify(transitions);
  const standing = { memberships: olderMemberships(memberships), riskBand, judgedMs, clock: clockKind, wakeAtMs };
  return { record: { ...record, ...standing, outbox }, pages };
}

/** Reads, decides, and writes pages first, then the record. Returns how many events count by it. */
async function attempt(
  dependencies: Dependencies,
  group: CustomerGroup,
  events: readonly CanonicalEvent[],
): Promise<number | 'conflict'> {
  const { older, clock } = dependencies;
  const { tenant, customerId } = group;
  const before = await older.load(tenant, customerId);
  const mustLook = before !== null && before.pageCount > 0 && events.length > 0;
  const paged = mustLook ? await older.loadPagedIds(tenant, customerId) : [];
  const recent = before === null ? [] : unpackEventIds(before.recentEventIds);
  const fresh = freshEvents(events, new Set([...paged, ...recent]));
  if (events.length > 0 && fresh.length === 0) return 0;
  const advanced = decide(dependencies, group, before, fresh);
  if (advanced === null) return 0;
  await Promise.all(advanced.pages.map((page) => older.putPage(page, clock())));
  return (await older.put(advanced.record)) === 'written' ? fresh.length : 'conflict';
}

async function write(dependencies: Dependencies, group: CustomerGroup, events: readonly CanonicalEvent[]) {
  const { observer, pause, chance } = dependencies;
  for (let attempts = 1; attempts <= maximumAttempts; attempts += 1) {
    const applied = await attempt(dependencies, group, events);
    if (applied !== 'conflict') {
      observer.count('EventsApplied', applied);
      observer.count('EventsDuplicate', events.length - applied);
      return;
    }
    observer.count('WriteConflicts', 1);
    await pause(chance() * firstPauseMs * 2 ** (attempts - 1));
  }
  throw new Error(`Cannot write customer ${group.customerId}: others wrote first ${maximumAttempts} times`);
}

async function advance(dependencies: Dependencies, group: CustomerGroup): Promise<void> {
  const [joined] = anonymousCustomersOf(group.events);
  if (joined !== undefined) {
    throw new Error(`Cannot join ${joined} into ${group.customerId}: this code does not join customers`);
  }
  if (group.events.some((event) => event.type === 'identify')) {
    const { plan } = dependencies.definitions;
    const apply = (stored: CustomerTraits) => ({ ...stored, traits: mergeTraits(plan, stored.traits, group.events) });
    await advanceTraits(dependencies, group, { accountIds: [], apply });
  }
  for (let from = 0; from === 0 || from < group.events.length; from += eventsPerWrite) {
    await write(dependencies, group, group.events.slice(from, from + eventsPerWrite));
  }
}

/**
 * Makes the profile handler as it was before layout 2. It reads and writes layout 1 only; what it cannot read, and whoever is
 * to be joined, goes back to the queue for newer code.
 */
export function createOlderProfileHandler(
  given: ProfileHandlerDependencies & { readonly older: OlderProfileStore },
): QueueHandler {
  const asked = relationsAsked(given.definitions);
  const dependencies = { ...given, asked, pages: createPageCache(given.profiles) };
  const { definitions, ledger, clock, observer } = dependencies;
  return async (messages) => {
    const { groups, quarantined, unreadable } = await groupByCustomer(definitions, messages, {
      keepsAccounts: false,
      nowMs: clock(),
    });
    const failed = new Set<string>(unreadable.map((one) => one.messageId));
    // What profiles tell each other is of no kind that this code knows; and of accounts it knows nothing.
    for (const { news, messageIds } of groups) if (news.length > 0) for (const id of messageIds) failed.add(id);
    const customers = groups.filter(
      ({ news, customerId }) => news.length === 0 && subjectOf(customerId) === 'customer',
    );
    const guarded = guardParts(observer, failed);
    const setAside = quarantined.map(({ messageId, entry }) => () => {
      return guarded([messageId], { tenant: entry.tenant, quarantineId: entry.id }, () => ledger.quarantine(entry));
    });
    const work = customers.map((group) => () => {
      const { tenant, customerId, messageIds } = group;
      return guarded(messageIds, { tenant, customerId }, () => advance(dependencies, group));
    });
    await pMap([...setAside, ...work], (one) => one(), { concurrency });
    return failed;
  };
}
