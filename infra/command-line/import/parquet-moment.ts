const unitsPerSecond = { milliseconds: 1_000n, microseconds: 1_000_000n, nanoseconds: 1_000_000_000n } as const;
export type MomentUnit = keyof typeof unitsPerSecond;

/** First and last second that ISO 8601 writes with four digits of a year. */
const firstSecond = -62_167_219_200n;
const lastSecond = 253_402_300_799n;

function partsOf(count: bigint, unit: MomentUnit): { seconds: bigint; fraction: string } {
  const perSecond = unitsPerSecond[unit];
  const rest = ((count % perSecond) + perSecond) % perSecond;
  const digits = rest
    .toString()
    .padStart(perSecond.toString().length - 1, '0')
    .replace(/0+$/, '');
  return { seconds: (count - rest) / perSecond, fraction: digits === '' ? '' : `.${digits}` };
}

/**
 * A number of units since 1970 → ISO 8601 without a zone, to the last digit: `2020-01-02T03:04:05.000006`. Outside
 * years 0 to 9999 the number itself, which no form of a date takes.
 */
export function momentText(count: bigint, unit: MomentUnit): string {
  const { seconds, fraction } = partsOf(count, unit);
  if (seconds < firstSecond || seconds > lastSecond) return count.toString();
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 19) + fraction;
}

/** A number of units since midnight → `03:04:05.000006`. */
export function timeOfDayText(count: bigint, unit: MomentUnit): string {
  const { seconds, fraction } = partsOf(count, unit);
  const digits = (value: bigint) => value.toString().padStart(2, '0');
  return `${digits(seconds / 3600n)}:${digits((seconds / 60n) % 60n)}:${digits(seconds % 60n)}${fraction}`;
}

/** Days since 1970 → `2020-01-02`; outside years 0 to 9999 the number itself. */
export function dateText(days: number): string {
  const text = momentText(BigInt(days) * 86_400n * unitsPerSecond.milliseconds, 'milliseconds');
  return text.includes('T') ? text.slice(0, 10) : String(days);
}
