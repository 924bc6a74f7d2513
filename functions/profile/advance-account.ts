import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { mergeAccountTraits } from '#domain/profile/merge-traits.ts';
import type { ReadConsistency } from '#ports/profile-store.ts';
import { advanceTraits } from './advance-traits.ts';
import type { CustomerGroup } from './customer-groups.ts';
import { advanceOnce } from './decide-and-write.ts';
import { eventsPerWrite } from './events-per-write.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';
import { untilWritten } from './until-written.ts';

/** Whether an event tells of an account something that is kept beside its profile. */
export function tellsOfAccount(event: CanonicalEvent): boolean {
  return event.type === 'group' && Object.keys(event.properties).length > 0;
}

/** Keeps what group events tell of an account. Repeating it changes nothing. */
async function keepTraits(dependencies: ProfileDependencies, group: CustomerGroup): Promise<void> {
  if (!group.events.some(tellsOfAccount)) return;
  await advanceTraits(dependencies, group, {
    accountIds: [],
    apply: (stored) => ({ ...stored, traits: mergeAccountTraits(stored.traits, group.events) }),
  });
}

/** Writes events to the profile of an account. `written` is the record that this process wrote last. */
async function writeEvents(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  events: readonly CanonicalEvent[],
  written: ProfileRecord | null,
): Promise<ProfileRecord | null> {
  const { tenant, customerId } = group;
  const read = async (consistency: ReadConsistency) =>
    written !== null && consistency === 'eventual'
      ? written
      : dependencies.profiles.load(tenant, customerId, consistency);
  const result = await untilWritten(dependencies, customerId, async (consistency) => {
    const record = await read(consistency);
    const about = { ...group, events, absorbed: [], told: null, record, pages: null };
    return advanceOnce(dependencies, { ...about, nowMs: dependencies.clock() });
  });
  dependencies.observer.count('AccountEventsApplied', result.applied);
  dependencies.observer.count('AccountEventsDuplicate', result.duplicates);
  return result.record;
}

/**
 * Brings one account up to date with the events that name it, whoever of it they are from: what they tell of it, and, where the
 * definitions say anything about accounts, its profile. Without events, it is a wake-up. Throws as `advanceCustomer` does.
 */
export async function advanceAccount(dependencies: ProfileDependencies, group: CustomerGroup): Promise<void> {
  await keepTraits(dependencies, group);
  // A profile that was kept once is still woken, until nothing about it would change by itself.
  if (!dependencies.asked.keepsAccounts && group.events.length > 0) return;
  const writes = Math.max(1, group.events.length / eventsPerWrite);
  let written: ProfileRecord | null = null;
  for (let index = 0; index < writes; index += 1) {
    const events = group.events.slice(index * eventsPerWrite, (index + 1) * eventsPerWrite);
    written = await writeEvents(dependencies, group, events, written);
  }
}
