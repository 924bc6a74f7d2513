import { type CronFieldBounds, parseCronField, parseCronValue } from './cron-field.ts';

/** A day of the calendar. `month` counts from 1; `weekday` from 1 = Sunday, as AWS counts. */
type CalendarDay = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
};
export type DayTest = (date: CalendarDay) => boolean;

const dayBounds: CronFieldBounds = { label: 'day of the month', least: 1, most: 31, names: [] };
const weekdayBounds: CronFieldBounds = {
  label: 'day of the week',
  least: 1,
  most: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/**
 * The test for the two day fields of an AWS cron: exactly one of them is `?`. Beside lists, ranges and steps, the day
 * of the month may be `L` (the last), `15W` (the weekday nearest to the 15th, in the same month), the day of the week
 * `L` (Saturday), `6L` (the last Friday of the month) or `3#2` (the second Tuesday).
 * @throws Error with the reason.
 */
export function compileDays(dayOfMonth: string, dayOfWeek: string): DayTest {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error(
      `exactly one of day of the month and day of the week must be ?, got ${dayOfMonth} and ${dayOfWeek}`,
    );
  }
  return dayOfWeek === '?' ? compileDayOfMonth(dayOfMonth) : compileDayOfWeek(dayOfWeek);
}

function compileDayOfMonth(text: string): DayTest {
  if (text === 'L') return (date) => date.day === daysInMonth(date);
  const nearest = /^(\d+)W$/.exec(text)?.[1];
  if (nearest !== undefined) {
    const wanted = parseCronValue(nearest, dayBounds);
    return (date) => date.day === nearestWeekday(wanted, date);
  }
  const days = new Set(parseCronField(text, dayBounds));
  return ({ day }) => days.has(day);
}

function compileDayOfWeek(text: string): DayTest {
  const last = /^([^,]+)L$/i.exec(text)?.[1];
  if (last !== undefined) {
    const wanted = parseCronValue(last, weekdayBounds);
    return (date) => date.weekday === wanted && date.day > daysInMonth(date) - 7;
  }
  const [, ordinalDay, ordinal] = /^([^,#]+)#(\d+)$/.exec(text) ?? [];
  if (ordinalDay !== undefined && ordinal !== undefined) {
    const wanted = parseCronValue(ordinalDay, weekdayBounds);
    const week = parseCronValue(ordinal, { label: 'number after #', least: 1, most: 5, names: [] });
    return ({ weekday, day }) => weekday === wanted && Math.ceil(day / 7) === week;
  }
  const weekdays = new Set(parseCronField(text === 'L' ? '7' : text, weekdayBounds));
  return ({ weekday }) => weekdays.has(weekday);
}

const daysInMonth = ({ year, month }: CalendarDay): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

function nearestWeekday(wanted: number, date: CalendarDay): number {
  const lastDay = daysInMonth(date);
  const day = Math.min(wanted, lastDay);
  const weekday = (((date.weekday - 1 + day - date.day) % 7) + 7) % 7;
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === lastDay ? day - 2 : day + 1;
  return day;
}
