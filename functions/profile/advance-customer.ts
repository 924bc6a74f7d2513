import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { RefusedJoin } from '#contracts/refused-join.ts';
import { accountLinksOf, linksAccount } from '#domain/profile/account-links.ts';
import { type AdvanceInput, type AdvanceResult, idsInDoubt } from '#domain/profile/advance-profile.ts';
import { eventIdHash } from '#domain/profile/event-ids.ts';
import { knownIds } from '#domain/profile/known-ids.ts';
import { addRefusedJoins } from '#domain/profile/refused-joins.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { takeInTraits, tellsOfCustomer } from '#domain/profile/take-in-traits.ts';
import type { ReadConsistency } from '#ports/profile-store.ts';
import { advanceTraits } from './advance-traits.ts';
import type { CustomerGroup } from './customer-groups.ts';
import { advanceOnce } from './decide-and-write.ts';
import { eventsPerWrite } from './events-per-write.ts';
import { freezeVisitors, markAbsorbed } from './join-customers.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';
import { settleAccounts } from './settle-accounts.ts';
import { untilWritten } from './until-written.ts';

/** Most profiles that one write takes in. */
const joinsPerWrite = 50;

/** What is to be counted in, and what was refused besides. */
type Arrivals = Pick<AdvanceInput, 'events' | 'absorbed'> & { readonly refused: readonly RefusedJoin[] };

/** What one attempt came to: it is written, another wrote first, or the events belong to another customer by now. */
type Attempt =
  | 'conflict'
  | { readonly kind: 'done'; readonly result: AdvanceResult }
  | { readonly kind: 'joined'; readonly into: string; readonly events: readonly CanonicalEvent[] };

/** The events that a frozen profile has not counted itself: they are for the customer that it was joined into. */
async function leftToForward(
  dependencies: ProfileDependencies,
  frozen: ProfileRecord,
  events: readonly CanonicalEvent[],
): Promise<CanonicalEvent[]> {
  const inDoubt = idsInDoubt({ record: frozen, events, absorbed: [] });
  const lookup = inDoubt.length === 0 ? null : await dependencies.pages.look(frozen, dependencies.clock());
  const known = knownIds(frozen, lookup);
  return events.filter((event) => !known.has(eventIdHash(event.id)));
}

/** Keeps what the arrivals tell of the customer. Ordinary events tell nothing, and cost nothing here. */
async function keepTraits(dependencies: ProfileDependencies, group: CustomerGroup, arrivals: Arrivals): Promise<void> {
  const { plan } = dependencies.definitions;
  const { events, refused } = arrivals;
  if (refused.length === 0 && !events.some((event) => tellsOfCustomer(plan, event))) return;
  await advanceTraits(dependencies, group, {
    accountIds: accountLinksOf(events).map((link) => link.accountId),
    apply: (stored) => {
      const taken = takeInTraits(plan, stored, events);
      return { ...taken, refusedJoins: addRefusedJoins(taken.refusedJoins, refused) };
    },
  });
}

/**
 * Decides about what was read, and writes once: the traits first, so that an event that counts has told its traits; and
 * neither where the profile has been joined into another.
 */
async function attempt(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  arrivals: Arrivals,
  stored: ProfileRecord | null,
): Promise<Attempt> {
  if (stored !== null && stored.joined !== null) {
    const events = await leftToForward(dependencies, stored, arrivals.events);
    return { kind: 'joined', into: stored.joined.into, events };
  }
  await keepTraits(dependencies, group, arrivals);
  const { events, absorbed } = arrivals;
  const input = { ...group, events, absorbed, told: null, record: stored, pages: null, nowMs: dependencies.clock() };
  const result = await advanceOnce(dependencies, input);
  return result === 'conflict' ? result : { kind: 'done', result };
}

function countIn({ observer }: ProfileDependencies, applied: number, duplicates: number): void {
  observer.count('EventsApplied', applied);
  observer.count('EventsDuplicate', duplicates);
}

/**
 * Writes arrivals to their customer; where that has been joined into another meanwhile, to the other. `written` is the
 * record that this process wrote last, which saves reading it. Returns the record that it wrote itself, or null.
 */
async function writeArrivals(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  arrivals: Arrivals,
  written: ProfileRecord | null,
): Promise<ProfileRecord | null> {
  const { tenant, customerId } = group;
  const read = (consistency: ReadConsistency) =>
    written !== null && consistency === 'eventual'
      ? Promise.resolve(written)
      : dependencies.profiles.load(tenant, customerId, consistency);
  const outcome = await untilWritten(dependencies, `customer ${customerId}`, async (consistency) =>
    attempt(dependencies, group, arrivals, await read(consistency)),
  );
  if (outcome.kind === 'done') {
    countIn(dependencies, outcome.result.applied, outcome.result.duplicates);
    return outcome.result.record;
  }
  countIn(dependencies, 0, arrivals.events.length - outcome.events.length);
  if (outcome.events.length > 0) {
    await advanceCustomer(dependencies, { ...group, customerId: outcome.into, events: [...outcome.events] });
  }
  return null;
}

/**
 * Brings one customer up to date, and counts what each write took in. Profiles that the events join into this one are frozen
 * before, and marked as taken in after: whatever stops it in between, the message comes again and goes on from there.
 * Throws if the store fails or other writers keep winning.
 */
export async function advanceCustomer(dependencies: ProfileDependencies, group: CustomerGroup): Promise<void> {
  const { taken, refused } = await freezeVisitors(dependencies, group);
  const joined = taken.filter(({ state }) => decodeState(state).events > 0);
  const writes = Math.max(1, group.events.length / eventsPerWrite, joined.length / joinsPerWrite);
  let written: ProfileRecord | null = null;
  for (let index = 0; index < writes; index += 1) {
    const events = group.events.slice(index * eventsPerWrite, (index + 1) * eventsPerWrite);
    const absorbed = joined.slice(index * joinsPerWrite, (index + 1) * joinsPerWrite);
    written = await writeArrivals(
      dependencies,
      group,
      { events, absorbed, refused: index === 0 ? refused : [] },
      written,
    );
  }
  // Before visitors are marked as taken in: until then, a repetition of the message comes by here again.
  if (taken.length > 0 || group.events.some(linksAccount)) await settleAccounts(dependencies, group);
  await markAbsorbed(dependencies, group, taken);
}
