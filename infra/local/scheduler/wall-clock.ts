const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Wall time of a time zone, both ways. A wall time is written as the Unix milliseconds that it would be in UTC. */
export type WallClock = {
  /** The wall time of an instant (Unix milliseconds). */
  readonly toWallMs: (atMs: number) => number;
  /** The first instant that has this wall time; null when the clocks jump over it. */
  readonly toInstantMs: (wallMs: number) => number | null;
};

/** The wall clock of an IANA time zone (`Europe/Berlin`), by Intl. @throws Error that names an unknown zone. */
export function createWallClock(timeZone: string): WallClock {
  if (timeZone === 'UTC') return { toWallMs: (atMs) => atMs, toInstantMs: (wallMs) => wallMs };
  const format = createFormat(timeZone);
  const toWallMs = (atMs: number): number => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const wholeSecondsMs = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return wholeSecondsMs + (((atMs % 1_000) + 1_000) % 1_000);
  };
  const toInstantMs = (wallMs: number): number | null => {
    // No zone changes its clocks twice within two days, so these are the only offsets in question.
    const offsets = [wallMs - dayMs, wallMs + dayMs].map((nearMs) => toWallMs(nearMs) - nearMs);
    const instants = offsets.map((offsetMs) => wallMs - offsetMs).filter((atMs) => toWallMs(atMs) === wallMs);
    return instants.length === 0 ? null : Math.min(...instants);
  };
  return { toWallMs, toInstantMs };
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    throw new Error(`Cannot read time zone: ${timeZone} is not an IANA time zone`, { cause: error });
  }
}

/** Rounds down to a whole minute. */
export const floorToMinute = (atMs: number): number => Math.floor(atMs / minuteMs) * minuteMs;
