import { latestTimeMs } from '#contracts/time.ts';

/** Where to look for a crossing: after `fromMs`, before `beforeMs` (null: for ever), probably near `guessMs`. */
export type CrossingSearch = {
  readonly fromMs: number;
  readonly beforeMs: number | null;
  readonly guessMs: number;
  /** Once it is true after `fromMs`, it is true at every later moment before `beforeMs`. */
  readonly hasCrossed: (timeMs: number) => boolean;
};

/**
 * The first whole millisecond at which something that moves one way has crossed a line; null if it has not before `beforeMs`,
 * nor before the year 10000. The guess, which doubles round, is tried first, then ever further away from it, then the span is
 * halved: two looks where the guess is right, and exact however wrong it was.
 */
export function firstMsCrossed({ fromMs, beforeMs, guessMs, hasCrossed }: CrossingSearch): number | null {
  let not = Math.floor(fromMs);
  const lastMs = Math.ceil(Math.min(beforeMs ?? latestTimeMs + 1, latestTimeMs + 1)) - 1;
  if (!(lastMs > not)) return null;
  // What no time can be solved for is looked for from the beginning.
  const guess = Number.isNaN(guessMs) ? not : Math.ceil(guessMs);
  let crossed = Math.min(Math.max(guess, not + 1), lastMs);
  let step = 1;
  if (hasCrossed(crossed)) {
    for (let timeMs = crossed - 1; timeMs > not; timeMs = crossed - step) {
      if (hasCrossed(timeMs)) crossed = timeMs;
      else not = timeMs;
      step *= 2;
    }
  } else {
    do {
      if (crossed === lastMs) return null;
      not = crossed;
      crossed = Math.min(crossed + step, lastMs);
      step *= 2;
    } while (!hasCrossed(crossed));
  }
  while (crossed - not > 1) {
    const middle = Math.floor((not + crossed) / 2);
    if (hasCrossed(middle)) crossed = middle;
    else not = middle;
  }
  return crossed;
}
