import { Temporal } from 'temporal-polyfill';

/** Turns what a clock on the wall shows, in milliseconds as if it were UTC, into milliseconds since 1970 UTC. */
export type WallClock = (wallMs: number) => number;

/**
 * The clock on the wall of a time zone of the IANA database (`Europe/Berlin`); null if there is none of this name. An hour that summer
 * time leaves out is read as if it went on, one that comes twice as the first (ECMA-262 Temporal, disambiguation
 * `compatible`).
 */
export function wallClock(zone: string): WallClock | null {
  if (zone === 'UTC') return (wallMs) => wallMs;
  try {
    Temporal.Now.zonedDateTimeISO(zone);
  } catch {
    return null;
  }
  return (wallMs) =>
    Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO('UTC').toPlainDateTime().toZonedDateTime(zone)
      .epochMilliseconds;
}
