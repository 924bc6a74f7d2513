import { hash } from 'node:crypto';
import type { Json } from '#contracts/json.ts';
import { isoTime, parseIsoTimeMs } from '#contracts/time.ts';
import { type CellObject, type CellValue, canonicalJson } from '../mapping/cell-text.ts';

/** What the tables of a warehouse call the members of an item. */
const warehouseNames = [
  ['user_id', 'userId'],
  ['anonymous_id', 'anonymousId'],
  ['group_id', 'groupId'],
  ['previous_id', 'previousId'],
  ['message_id', 'messageId'],
  ['original_timestamp', 'originalTimestamp'],
  ['sent_at', 'sentAt'],
  ['received_at', 'receivedAt'],
] as const;

/** Moments that can say when an item happened, the best first: `timestamp` beside the others is corrected already. */
const momentNames = ['timestamp', 'originalTimestamp', 'sentAt', 'receivedAt'] as const;

/** An item of history, fit to be decoded. */
export type HistoryItem =
  | {
      readonly kind: 'item';
      readonly item: Readonly<Record<string, Json>>;
      readonly timeMs: number;
      readonly sentMs: number | null;
      readonly receivedMs: number | null;
    }
  | { readonly kind: 'bad'; readonly detail: string };

/** A moment in ISO 8601; warehouses part day and time by a blank, and write UTC behind it. */
function momentMs(value: CellValue): number | null {
  if (typeof value !== 'string') return null;
  const text = value.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T');
  return parseIsoTimeMs(text.replace(/ ?(?:UTC|\+00(?::?00)?)$/, 'Z'));
}

/** A value as JSON has it; a whole number that no double holds becomes a text, as ids are. */
function asJson(value: CellValue): Json {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(asJson);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asJson(member)]));
}

/** Stands for the whole content of a line, whatever the order of its names. */
export function contentOf(line: CellObject): string {
  return hash('sha256', canonicalJson(line), 'base64url').slice(0, 22);
}

/**
 * A line of history → an item with one moment alone, so that nothing is corrected by today's clock: what was sent a
 * year ago was not sent just now. Bad if it has no moment that can be read.
 */
export function historyItem(line: CellObject): HistoryItem {
  const members = new Map<string, CellValue>(Object.entries(line));
  for (const [theirs, ours] of warehouseNames) {
    const value = members.get(theirs) ?? null;
    if (value !== null && (members.get(ours) ?? null) === null) members.set(ours, value);
    members.delete(theirs);
  }
  const moments = momentNames.map((name) => momentMs(members.get(name)));
  for (const name of momentNames) members.delete(name);
  const [, , sentMs = null, receivedMs = null] = moments;
  const timeMs = moments.find((moment) => moment !== null) ?? null;
  if (timeMs === null) {
    return { kind: 'bad', detail: `it has no moment of 1970 to 9999 in ${momentNames.join(', ')}` };
  }
  const item = [...members].map(([name, value]): [string, Json] => [name, asJson(value)]);
  const withMoment = Object.fromEntries([...item, ['timestamp', isoTime(timeMs)]]);
  return { kind: 'item', item: withMoment, timeMs, sentMs, receivedMs };
}
