import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { type AdvanceResult, advanceProfile } from '#domain/profile/advance-profile.ts';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import { mergeTraits } from '#domain/profile/merge-traits.ts';
import type { CustomerGroup } from './group-by-customer.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';

/** How often a write that met another is decided anew before the messages go back to the queue. */
const maximumAttempts = 10;

/** Longest pause before the first repetition; it doubles with each, up to `longestPauseMs`. */
const firstPauseMs = 20;
const longestPauseMs = 1_000;

/** Most events that go into one write, so that the ids of a burst do not outgrow the item. */
const eventsPerWrite = 200;

async function pagedEventIds(dependencies: ProfileDependencies, record: ProfileRecord | null, group: CustomerGroup) {
  if (record === null || record.pageCount === 0 || group.events.length === 0) return new Set<string>();
  const pages = await dependencies.profiles.loadPages(group.tenant, group.customerId);
  return new Set(pages.flatMap((page) => unpackEventIds(page.eventIds)));
}

/** Writes pages first, then the record; null if someone else wrote in between. */
async function write(dependencies: ProfileDependencies, result: AdvanceResult): Promise<AdvanceResult | null> {
  if (result.record === null) return result;
  await Promise.all(result.pages.map((page) => dependencies.profiles.putPage(page)));
  return (await dependencies.profiles.put(result.record)) === 'written' ? result : null;
}

/**
 * History that meets a live customer whose wake-up is due would announce what time has changed as its own doing, and no
 * playbook acts on history: so the wake-up is done first. Returns what is stored then; `conflict` if another wrote.
 */
async function wakeBeforeHistory(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  record: ProfileRecord | null,
) {
  const nowMs = dependencies.clock();
  const isDue = record?.clock === 'live' && record.wakeAtMs !== null && record.wakeAtMs <= nowMs;
  if (group.clock.mode === 'live' || !isDue) return record;
  const clock = { mode: 'live' } as const;
  const input = { ...group, clock, events: [], record, pagedEventIds: new Set<string>(), nowMs };
  const woken = await write(dependencies, advanceProfile(dependencies.definitions, input));
  return woken === null ? 'conflict' : (woken.record ?? record);
}

/** Reads, decides and writes; null if someone else wrote in between. */
async function attempt(dependencies: ProfileDependencies, group: CustomerGroup, events: readonly CanonicalEvent[]) {
  const stored = await dependencies.profiles.load(group.tenant, group.customerId);
  const record = await wakeBeforeHistory(dependencies, group, stored);
  if (record === 'conflict') return null;
  const result = advanceProfile(dependencies.definitions, {
    ...group,
    events,
    record,
    pagedEventIds: await pagedEventIds(dependencies, record, group),
    nowMs: dependencies.clock(),
  });
  return write(dependencies, result);
}

/** Repeats an attempt that met another writer, with pauses drawn from 0 to a doubling bound ("full jitter"). */
async function untilWritten<T>(
  dependencies: ProfileDependencies,
  what: string,
  once: () => Promise<T | null>,
): Promise<T> {
  for (let attempts = 1; attempts <= maximumAttempts; attempts += 1) {
    const done = await once();
    if (done !== null) return done;
    dependencies.observer.count('WriteConflicts', 1);
    if (attempts === maximumAttempts) break;
    const boundMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
    await dependencies.pause(dependencies.chance() * boundMs);
  }
  throw new Error(`Cannot write ${what}: others wrote first ${maximumAttempts} times`);
}

/** Takes the traits of identify events in; what is there already is not written again. */
async function advanceTraits(dependencies: ProfileDependencies, group: CustomerGroup): Promise<void> {
  if (!group.events.some((event) => event.type === 'identify')) return;
  await untilWritten(dependencies, `the traits of customer ${group.customerId}`, async () => {
    const stored = await dependencies.profiles.loadTraits(group.tenant, group.customerId);
    const traits = mergeTraits(stored.traits, group.events);
    if (JSON.stringify(traits) === JSON.stringify(stored.traits)) return 'written';
    const next = { version: stored.version + 1, traits };
    const result = await dependencies.profiles.putTraits(group.tenant, group.customerId, next);
    return result === 'written' ? result : null;
  });
}

/**
 * Brings one customer up to date, and counts what each write took in. Throws if the store fails or other writers keep
 * winning.
 */
export async function advanceCustomer(dependencies: ProfileDependencies, group: CustomerGroup): Promise<void> {
  await advanceTraits(dependencies, group);
  for (let from = 0; from === 0 || from < group.events.length; from += eventsPerWrite) {
    const events = group.events.slice(from, from + eventsPerWrite);
    const { applied, duplicates } = await untilWritten(dependencies, `customer ${group.customerId}`, () =>
      attempt(dependencies, group, events),
    );
    dependencies.observer.count('EventsApplied', applied);
    dependencies.observer.count('EventsDuplicate', duplicates);
  }
}
