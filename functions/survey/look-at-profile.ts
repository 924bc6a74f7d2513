import type { ProfileRecord } from '#contracts/profile-record.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { judgingTime } from '#domain/profile/judging-time.ts';
import { wakeClock } from '#domain/profile/wake-clock.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { PopulationLookup } from '../population-cache.ts';

/** A wake-up of a profile, as the profile function would make it. */
function wakeInput(record: ProfileRecord, nowMs: number) {
  const { tenant, customerId } = record;
  return {
    tenant,
    customerId,
    record,
    pages: null,
    events: [],
    absorbed: [],
    told: null,
    clock: wakeClock(record),
    nowMs,
    correlationId: 'survey',
    correlationIds: new Map<string, string>(),
  };
}

/** Whether the wake index has it woken by now anyway. */
function isDueByItself({ clock, wakeAtMs }: ProfileRecord, nowMs: number): boolean {
  return clock === 'live' && wakeAtMs !== null && wakeAtMs <= nowMs;
}

/**
 * Whether a wake-up would change anything of a profile: it was never judged under a definition, the population has
 * changed, or its next change comes earlier than was thought. Asks the very function that the wake-up would be decided
 * by.
 */
export async function needsJudging(
  { definitions, effective }: { readonly definitions: RetentionDefinitions; readonly effective: PopulationLookup },
  record: ProfileRecord,
  nowMs: number,
): Promise<boolean> {
  if (record.joined !== null || isDueByItself(record, nowMs)) return false;
  const input = wakeInput(record, nowMs);
  const population = await effective.at(record.tenant, judgingTime(input).nowMs);
  return advanceProfile(definitions, { ...input, population }).record !== null;
}
