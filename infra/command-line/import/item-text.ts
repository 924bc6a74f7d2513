import * as z from 'zod';
import { type CanonicalEvent, canonicalEventSchema } from '#contracts/canonical-event.ts';
import type { PlanReport } from '#domain/ingest/conform.ts';
import type { Told } from './gathered.ts';
import { joinTexts, splitTexts } from './tab-separated.ts';

/** An event that a line brought, before it met the others of its customer. */
export type SetAsideItem = {
  readonly customerId: string;
  /** Stands for the content of a line that brought no id of its own; null if it brought one. */
  readonly content: string | null;
  readonly file: number;
  readonly line: number;
  readonly reports: readonly PlanReport[];
  readonly told: Told;
  readonly event: CanonicalEvent;
};

const reportsSchema = z.array(
  z.strictObject({
    eventName: z.string(),
    rule: z.string(),
    detail: z.string(),
    outcome: z.enum(['allowed', 'property omitted']),
  }),
);

/** An event as one line; `eventJson` is the event. */
export function writeItem(item: Omit<SetAsideItem, 'event'>, eventJson: string): string {
  const { customerId, content, file, line, reports, told } = item;
  const reported = reports.length === 0 ? null : JSON.stringify(reports);
  const moments = [told.sentMs, told.receivedMs].map((ms) => (ms === null ? null : String(ms)));
  return joinTexts([customerId, content, String(file), String(line), reported, told.source, ...moments, eventJson]);
}

/** What `writeItem` wrote. */
export function readItem(text: string): SetAsideItem {
  const [customerId, content, file, line, reported, source, sentMs, receivedMs, event] = splitTexts(text);
  const moment = (ms: string | null | undefined) => (typeof ms === 'string' ? Number(ms) : null);
  return {
    customerId: customerId ?? '',
    content: content ?? null,
    file: Number(file),
    line: Number(line),
    reports: typeof reported === 'string' ? reportsSchema.parse(JSON.parse(reported)) : [],
    told: { source: source ?? null, sentMs: moment(sentMs), receivedMs: moment(receivedMs) },
    event: canonicalEventSchema.parse(JSON.parse(event ?? '')),
  };
}
