import { text } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { bandTurnMs, turningTimes } from './brute-force-segments.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { isSameStanding, type Judging, judge, type Standing } from './stay-machine.ts';

/** The record of a customer that was there before the run began, in layout 1; null where there was none. */
export function startsOf({ plan }: ExpectedWorld, key: string): ProfileRecord | null {
  const item = plan.olderItems.find((one) => text(one, 'pk') === key && text(one, 'sk') === profileSortKey);
  return item === undefined ? null : parseProfileItem(item);
}

/** When minimum stays end that hold somebody back. */
function staysEnd({ segments }: Judging, { stays }: Standing): number[] {
  return segments.flatMap(({ name, minimumStayMs }) => {
    const stay = stays.get(name);
    return stay === undefined || minimumStayMs === 0 ? [] : [stay.sinceMs + minimumStayMs];
  });
}

/**
 * The first time after a judgement, and before `untilMs`, at which the customer would stand otherwise if nothing happened; null
 * if it would not. Found by judging anew at every time at which a rule could turn out otherwise.
 */
export function firstTurnMs(judging: Judging, standing: Standing, untilMs: number): number | null {
  const { facts, nowMs } = judging;
  const bandMs = bandTurnMs(facts, nowMs, untilMs);
  const ends = staysEnd(judging, standing).filter((timeMs) => timeMs > nowMs && timeMs < untilMs);
  const times = [...turningTimes(facts, nowMs, untilMs), ...ends, ...(bandMs === null ? [] : [bandMs])];
  for (const timeMs of times.sort((a, b) => a - b)) {
    const then = judge({ ...judging, nowMs: timeMs }, standing.stays);
    if (!isSameStanding(then, standing)) return timeMs;
  }
  return null;
}
