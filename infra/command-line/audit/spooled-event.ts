import { hash } from 'node:crypto';
import * as z from 'zod';
import type { Folding } from '#domain/features/folding.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import { beginningKinds } from '#domain/training/audit/account-beginning.ts';
import type { AuditedEvent } from '#domain/training/audit/audited-item.ts';
import { type CustomerEvent, customerEventOf } from '#domain/training/audit/customer-history.ts';
import type { IdentifiedEvent } from '#domain/training/audit/duplicate-ids.ts';
import { isPlausibleTime } from '#domain/training/audit/plausible-time.ts';

/** id, customer, time, content, state as base64 (empty: it cannot have happened then), kind and time of a beginning. */
const lineSchema = z.tuple([
  z.string(),
  z.string(),
  z.number(),
  z.string(),
  z.string(),
  z.enum(beginningKinds).nullable(),
  z.number(),
]);

/** What an audit keeps of one event on disk, as one line. */
export type SpooledEvent = IdentifiedEvent & { readonly state: string; readonly beginning: CustomerEvent['beginning'] };

function contentOf({ event }: AuditedEvent): string {
  return hash('sha256', JSON.stringify([event.type, event.name, event.properties]), 'base64url').slice(0, 22);
}

/** An event of a customer → its line. */
export function spooledLine(folding: Folding, item: AuditedEvent, customerId: string, asOfMs: number): string {
  const { id, timeMs } = item.event;
  const { state, beginning } = customerEventOf(folding, item);
  const bytes = isPlausibleTime(timeMs, asOfMs) ? Buffer.from(encodeState(state)).toString('base64') : '';
  const line: z.infer<typeof lineSchema> = [
    id,
    customerId,
    timeMs,
    contentOf(item),
    bytes,
    beginning?.kind ?? null,
    beginning?.timeMs ?? 0,
  ];
  return JSON.stringify(line);
}

/** A line → what was kept. */
export function readSpooledLine(line: string): SpooledEvent {
  const [id, customerId, timeMs, content, state, kind, beganMs] = lineSchema.parse(JSON.parse(line));
  return { id, customerId, timeMs, content, state, beginning: kind === null ? null : { kind, timeMs: beganMs } };
}

/** What the checks of customers need of a kept event; null if it cannot have happened when it says. */
export function customerEventIn({ state, beginning }: SpooledEvent): CustomerEvent | null {
  return state === '' ? null : { state: decodeState(Buffer.from(state, 'base64')), beginning };
}
