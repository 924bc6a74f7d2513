import type { ClockMode } from '#contracts/clock-mode.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { type AdvanceInput, type AdvanceResult, advanceProfile, idsInDoubt } from '#domain/profile/advance-profile.ts';
import { judgingTime } from '#domain/profile/judging-time.ts';
import { wakeClock } from '#domain/profile/wake-clock.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';

/** What is to be decided, before it is known what all customers of the tenant are like. */
export type AdvanceRequest = Omit<AdvanceInput, 'population'>;

/**
 * Where nothing has happened, but it is to be looked at again, a profile that is all history keeps its own clock: it sleeps
 * until its first live event, whatever others tell it.
 */
function clockOf({ record, events, absorbed, told, clock }: AdvanceRequest): ClockMode {
  if (record === null || events.length + absorbed.length > 0) return clock;
  return told === null || record.clock === 'replay' ? wakeClock(record) : clock;
}

/** Reads the pages where only they can tell, decides, and writes: the page first, then the record. */
export async function decideAndWrite(
  dependencies: ProfileDependencies,
  given: AdvanceRequest,
): Promise<AdvanceResult | 'conflict'> {
  const { profiles, definitions, pages, populations } = dependencies;
  const input = { ...given, clock: clockOf(given) };
  const mustLook = input.record !== null && idsInDoubt(input).length > 0;
  const lookup = mustLook && input.record !== null ? await pages.look(input.record, input.nowMs) : null;
  const population = await populations.at(input.tenant, judgingTime(input).nowMs);
  const result = advanceProfile(definitions, { ...input, pages: lookup, population });
  if (result.record === null) return result;
  if (result.page !== null) await profiles.putPage(result.page);
  return (await profiles.put(result.record)) === 'written' ? result : 'conflict';
}

/**
 * History that meets a live customer whose wake-up is due would announce what time has changed as its own doing, and no
 * playbook acts on history: so the wake-up is done first. Returns what is stored then; `conflict` if another wrote.
 */
async function wakeBeforeHistory(
  dependencies: ProfileDependencies,
  input: AdvanceRequest,
): Promise<ProfileRecord | null | 'conflict'> {
  const { record, nowMs } = input;
  const isDue = record?.clock === 'live' && record.wakeAtMs !== null && record.wakeAtMs <= nowMs;
  if (input.clock.mode === 'live' || !isDue) return record;
  const wake = { ...input, clock: { mode: 'live' as const }, events: [], absorbed: [], told: null };
  const woken = await decideAndWrite(dependencies, wake);
  return woken === 'conflict' ? woken : (woken.record ?? record);
}

/** Does a wake-up that history has to wait for, then decides and writes. */
export async function advanceOnce(
  dependencies: ProfileDependencies,
  input: AdvanceRequest,
): Promise<AdvanceResult | 'conflict'> {
  const record = await wakeBeforeHistory(dependencies, input);
  return record === 'conflict' ? record : decideAndWrite(dependencies, { ...input, record });
}
