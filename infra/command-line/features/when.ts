import { isoTime } from '#contracts/time.ts';
import { CommandError } from '../command-error.ts';
import { readIsoTime } from '../mapping/time-format.ts';

/** `--time` → milliseconds since 1970 UTC. Throws if it is no time, or has not come yet at `nowMs`. */
export function parseWhen(text: string, nowMs: number): number {
  const timeMs = readIsoTime(text);
  if (timeMs === null) {
    throw new CommandError(
      `Cannot read --time: "${text}" is no time that exists; write 2026-01-31T12:00:00Z, or 2026-01-31 for its first moment in UTC`,
    );
  }
  if (timeMs > nowMs) {
    throw new CommandError(
      `Cannot say what is true at ${isoTime(timeMs)}: that is still to come (it is ${isoTime(nowMs)}); name an earlier time`,
    );
  }
  return timeMs;
}
