import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { isoSeconds } from './iso-seconds.ts';
import { isJsonObject } from './json-object.ts';

/** One entry of PutEvents, as it comes over the wire or from a caller in process. */
const entrySchema = z.object({
  Time: z.union([z.number(), z.date(), z.string()]).nullish(),
  Source: z.string().nullish(),
  Resources: z.array(z.string()).nullish(),
  DetailType: z.string().nullish(),
  Detail: z.string().nullish(),
  EventBusName: z.string().nullish(),
  TraceHeader: z.string().nullish(),
});

/** PutEvents takes 1 to 10 entries. */
export const entriesSchema = z.array(entrySchema);

export type EventEntry = z.infer<typeof entrySchema>;

/** An event as rules and targets see it. */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

export type EntryError = { readonly ErrorCode: string; readonly ErrorMessage: string };

type Origin = { readonly accountId: string; readonly region: string; readonly nowMs: number };

/** The event of an entry, or the error that PutEvents gives for it. */
export function toBusEvent(entry: EventEntry, origin: Origin): BusEvent | EntryError {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name]) {
      return invalidArgument(`Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
    }
  }
  const detail = parseDetail(entry.Detail ?? '');
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const timeMs = readTimeMs(entry.Time, origin.nowMs);
  if (timeMs === undefined) return invalidArgument('Parameter Time is not valid. Reason: Time must be a timestamp.');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account: origin.accountId,
    time: isoSeconds(timeMs),
    region: origin.region,
    resources: entry.Resources ?? [],
    detail,
  };
}

/** The size of an entry as EventBridge counts it (user guide, "Calculating PutEvents event entry size"), in bytes. */
export function entryBytes(entry: EventEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const textBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return textBytes + (entry.Time == null ? 0 : 14);
}

const invalidArgument = (message: string): EntryError => ({ ErrorCode: 'InvalidArgument', ErrorMessage: message });

function parseDetail(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return isJsonObject(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

function readTimeMs(time: EventEntry['Time'], nowMs: number): number | undefined {
  if (time == null) return nowMs;
  // JSON 1.1 carries timestamps as epoch seconds.
  const timeMs = typeof time === 'number' ? time * 1_000 : new Date(time).getTime();
  return Math.abs(timeMs) <= 8.64e15 ? timeMs : undefined;
}
