import * as z from 'zod';
import { parseUtcMs } from './utc-time.ts';

/** 1970-01-01 to 9999-12-31, in milliseconds since 1970-01-01 UTC. */
export const latestTimeMs = 253_402_300_799_999;

/** A moment in milliseconds since 1970-01-01 UTC. */
export const timeMsSchema = z.int().min(0, 'is before 1970').max(latestTimeMs, 'is after the year 9999');

/** Milliseconds since 1970 → ISO 8601 in UTC, such as `1997-01-01T00:00:00.000Z`. Throws outside years 0–9999. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** A date, or a date with a time, in ISO 8601: `1997-01-01`, `1997-01-01T09:30`, `1997-01-01T09:30:00.5+02:00`. */
export const isoTextSchema = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], {
  error: 'must be ISO 8601, such as 2026-01-31T09:30:00Z',
});

/**
 * What a clock somewhere shows, as ISO 8601 → milliseconds since 1970; negative where that clock runs before 1970. Null
 * if it is no time. Without an offset it is taken as UTC, not as the local time of whatever machine reads it.
 */
export function parseClockMs(text: string): number | null {
  const ordinary = parseUtcMs(text);
  if (ordinary !== null) return ordinary;
  if (!isoTextSchema.safeParse(text).success) return null;
  const hasOffset = /(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const parsed = Date.parse(hasOffset || !text.includes('T') ? text : `${text}Z`);
  return Number.isNaN(parsed) ? null : parsed;
}

/** A moment as ISO 8601 → milliseconds since 1970, or null if it is no time of 1970 to 9999. Without an offset: UTC. */
export function parseIsoTimeMs(text: string): number | null {
  const parsed = parseClockMs(text);
  return parsed === null || parsed < 0 || parsed > latestTimeMs ? null : parsed;
}
