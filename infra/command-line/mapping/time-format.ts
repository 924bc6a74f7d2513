import { type WallClock, wallClock } from './local-time.ts';

/** Reads a text as milliseconds since 1970 UTC; null if it is not of the form, or if no such moment exists. */
export type TimeReader = (text: string) => number | null;

/** Parts of a pattern, the digits that each stands for, and where it goes. */
const parts = {
  yyyy: 'year',
  MM: 'month',
  dd: 'day',
  HH: 'hour',
  H: 'hour',
  mm: 'minute',
  ss: 'second',
  SSS: 'millisecond',
} as const;
type Part = (typeof parts)[keyof typeof parts];
const partForm = /yyyy|MM|dd|HH?|mm|SSS|ss/g;

const isoForm =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/;

function existing(given: Partial<Record<Part, string>>): number | null {
  const number = (part: Part, otherwise: number) => (given[part] === undefined ? otherwise : Number(given[part]));
  const [year, month, day] = [number('year', 1970), number('month', 1), number('day', 1)];
  const [hour, minute, second] = [number('hour', 0), number('minute', 0), number('second', 0)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A date that does not exist, such as 31 June, rolls over into the next month: then the parts differ.
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return date.setUTCHours(hour, minute, second, number('millisecond', 0));
}

/** Before 1970 there is no time here. */
const sinceEpoch = (timeMs: number | null): number | null => (timeMs === null || timeMs < 0 ? null : timeMs);

/** A day without an hour stays that day, wherever its clock hangs. */
function fromWall(wallMs: number | null, hour: string | undefined, clock: WallClock): number | null {
  return sinceEpoch(wallMs === null || hour === undefined ? wallMs : clock(wallMs));
}

function isoReader(clock: WallClock): TimeReader {
  return (text) => {
    const groups = isoForm.exec(text.trim())?.groups;
    if (groups === undefined) return null;
    const millisecond = (groups['fraction'] ?? '').padEnd(3, '0').slice(0, 3);
    const wallMs = existing({ ...groups, millisecond });
    const zone = groups['zone'];
    if (wallMs === null || zone === undefined) return fromWall(wallMs, groups['hour'], clock);
    if (zone === 'Z') return sinceEpoch(wallMs);
    const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
    if (hours > 23 || minutes > 59) return null;
    return sinceEpoch(wallMs - (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000);
  };
}

/** ISO 8601: a date, or a date and a time; UTC where no zone is given. Before 1970 there is no time here. */
export const readIsoTime: TimeReader = isoReader((wallMs) => wallMs);

/**
 * Makes a reader for `ISO 8601` or for a pattern of yyyy, MM, dd, HH (or H: one digit or two), mm, ss and SSS with anything between them, such as
 * `dd/MM/yyyy HH:mm`. Times are those of a clock in the `zone` where the text names none; a day without an hour is a day of UTC.
 * Returns null if the pattern lacks the year, month or day, or names a part twice, and if there is no such zone.
 */
export function timeReader(format: string, zone = 'UTC'): TimeReader | null {
  const clock = wallClock(zone);
  if (clock === null) return null;
  if (format === 'ISO 8601') return isoReader(clock);
  const named: Part[] = [];
  let form = '';
  let at = 0;
  for (const found of format.matchAll(partForm)) {
    const token = found[0];
    const part = Object.entries(parts).find(([key]) => key === token)?.[1];
    if (part === undefined || named.includes(part)) return null;
    named.push(part);
    form += `${RegExp.escape(format.slice(at, found.index))}(\\d{${token === 'H' ? '1,2' : token.length}})`;
    at = found.index + token.length;
  }
  if (!(['year', 'month', 'day'] as const).every((part) => named.includes(part))) return null;
  const expression = new RegExp(`^${form}${RegExp.escape(format.slice(at))}$`);
  return (text) => {
    const found = expression.exec(text.trim());
    if (found === null) return null;
    const given: Partial<Record<Part, string>> = {};
    for (const [index, part] of named.entries()) given[part] = found[index + 1] ?? '';
    return fromWall(existing(given), given.hour, clock);
  };
}
