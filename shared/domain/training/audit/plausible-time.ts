/** 1971-01-01: a moment before it is a missing date that someone wrote as the number 0. */
const zeroDatesEndMs = 31_536_000_000;

/** Whether a moment is one that a missing date turns into. */
export function isZeroDate(timeMs: number): boolean {
  return timeMs < zeroDatesEndMs;
}

/** Whether something can have happened at a moment: neither a zero date, nor still to come at `asOfMs`. */
export function isPlausibleTime(timeMs: number, asOfMs: number): boolean {
  return !isZeroDate(timeMs) && timeMs <= asOfMs;
}
