import type { ClockMode } from '#contracts/clock-mode.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';

/**
 * The clock under which a wake-up judges a profile: the running one; its own where there is only history, so that nothing which
 * is found then is announced as if it happened now.
 */
export function wakeClock({ clock, judgedMs }: Pick<ProfileRecord, 'clock' | 'judgedMs'>): ClockMode {
  return clock === 'replay' ? { mode: 'replay', asOfMs: judgedMs } : { mode: 'live' };
}
