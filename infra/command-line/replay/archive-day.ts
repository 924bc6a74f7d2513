import { InvalidArgumentError } from 'commander';
import { archiveDayOf } from '#domain/ingest/archive-objects.ts';
import { readIsoTime } from '../mapping/time-format.ts';

/** Reads a UTC day from an option: `2026-01-31`. */
export function archiveDay(text: string): string {
  const readMs = /^\d{4}-\d\d-\d\d$/.test(text) ? readIsoTime(text) : null;
  if (readMs !== null && archiveDayOf(readMs) === text) return text;
  throw new InvalidArgumentError('It must be a UTC day of receipt, such as 2026-01-31.');
}
