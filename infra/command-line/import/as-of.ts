import { isoTime } from '#contracts/time.ts';
import { CommandError } from '../command-error.ts';
import { readIsoTime } from '../mapping/time-format.ts';

const dayMs = 86_400_000;

/**
 * `--as-of` → the "now" of a replay, in milliseconds since 1970 UTC. A date without a time means the last millisecond
 * of that UTC day. Throws if it is no date, or if it has not come yet at `nowMs`.
 */
export function parseAsOf(text: string, nowMs: number): number {
  const readMs = readIsoTime(text);
  if (readMs === null) {
    throw new CommandError(
      `Cannot read --as-of: "${text}" is no date that exists; write 1998-06-30 (its last millisecond in UTC) or 1998-06-30T12:00:00Z`,
    );
  }
  const asOfMs = /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? readMs + dayMs - 1 : readMs;
  if (asOfMs > nowMs) {
    throw new CommandError(
      `Cannot judge as of ${isoTime(asOfMs)}: that is still to come (it is ${isoTime(nowMs)}); name an earlier time, or leave --as-of out to judge as of now`,
    );
  }
  return asOfMs;
}
