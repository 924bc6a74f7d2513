import { compileDays, type DayTest } from './cron-day.ts';
import { parseCronField } from './cron-field.ts';
import { floorToMinute, type WallClock } from './wall-clock.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

type Cron = {
  /** Minutes since midnight, sorted. */
  readonly minutesOfDay: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly lastYear: number;
  readonly isDay: DayTest;
};

/**
 * Compiles the six fields of an AWS cron expression: minutes, hours, day of the month, month, day of the week, year.
 * The function that it gives finds the first time after an instant (Unix milliseconds), or null when there is none.
 * A wall time that the clocks jump over is skipped; one that comes twice counts once, the first time — as EventBridge
 * Scheduler documents it.
 * @throws Error with the reason; the caller names the expression.
 */
export function compileCron(fields: string, clock: WallClock): (afterMs: number) => number | null {
  const cron = parseCron(fields);
  return (afterMs) => findNext(cron, clock, afterMs);
}

function parseCron(fields: string): Cron {
  const texts = fields.trim().split(/\s+/);
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = texts;
  if (
    texts.length !== 6 ||
    minutes === undefined ||
    hours === undefined ||
    dayOfMonth === undefined ||
    month === undefined ||
    dayOfWeek === undefined ||
    year === undefined
  ) {
    throw new Error(`cron takes six fields, got ${texts.length}`);
  }
  const minuteValues = parseCronField(minutes, { label: 'minute', least: 0, most: 59, names: [] });
  const hourValues = parseCronField(hours, { label: 'hour', least: 0, most: 23, names: [] });
  const years = parseCronField(year, { label: 'year', least: 1970, most: 2199, names: [] });
  return {
    minutesOfDay: hourValues.flatMap((hour) => minuteValues.map((minute) => hour * 60 + minute)),
    months: new Set(parseCronField(month, { label: 'month', least: 1, most: 12, names: months })),
    years: new Set(years),
    lastYear: years.at(-1) ?? 1970,
    isDay: compileDays(dayOfMonth, dayOfWeek),
  };
}

function findNext(cron: Cron, clock: WallClock, afterMs: number): number | null {
  const firstWallMs = floorToMinute(clock.toWallMs(afterMs));
  let dayStartMs = Math.floor(firstWallMs / dayMs) * dayMs;
  for (;;) {
    const date = new Date(dayStartMs);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    if (year > cron.lastYear) return null;
    if (!cron.years.has(year)) {
      dayStartMs = Date.UTC(year + 1, 0, 1);
    } else if (!cron.months.has(month)) {
      dayStartMs = Date.UTC(year, month, 1);
    } else {
      const day = { year, month, day: date.getUTCDate(), weekday: date.getUTCDay() + 1 };
      const found = cron.isDay(day) ? findOnDay(cron, clock, dayStartMs, firstWallMs, afterMs) : null;
      if (found !== null) return found;
      dayStartMs += dayMs;
    }
  }
}

function findOnDay(
  cron: Cron,
  clock: WallClock,
  dayStartMs: number,
  firstWallMs: number,
  afterMs: number,
): number | null {
  for (const minuteOfDay of cron.minutesOfDay) {
    const wallMs = dayStartMs + minuteOfDay * minuteMs;
    if (wallMs < firstWallMs) continue;
    const atMs = clock.toInstantMs(wallMs);
    if (atMs !== null && atMs > afterMs) return atMs;
  }
  return null;
}
