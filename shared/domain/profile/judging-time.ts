import type { ClockMode } from '#contracts/clock-mode.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';

type Clocked = Pick<ProfileRecord, 'clock'>;

/** What the time of a judgement follows from. */
export type JudgingInput = {
  readonly record: (Clocked & Pick<ProfileRecord, 'judgedMs'>) | null;
  /** Profiles that are taken in. */
  readonly absorbed: readonly Clocked[];
  readonly clock: ClockMode;
  /** The running clock, in milliseconds. */
  readonly nowMs: number;
};

/** Under which time a profile is judged: history keeps its own, but once a customer is live the running clock counts. */
export function judgingTime(input: JudgingInput): { readonly clock: 'live' | 'replay'; readonly nowMs: number } {
  const judgedMs = input.record?.judgedMs ?? 0;
  const isLive = [input.record, ...input.absorbed].some((one) => one?.clock === 'live');
  if (!isLive && input.clock.mode === 'replay' && input.clock.asOfMs !== null) {
    return { clock: 'replay', nowMs: Math.max(judgedMs, input.clock.asOfMs) };
  }
  return { clock: 'live', nowMs: Math.max(judgedMs, input.nowMs) };
}
