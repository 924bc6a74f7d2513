import { canonicalEventSchema } from '#contracts/canonical-event.ts';
import type { Json, JsonObject } from '#contracts/json.ts';
import { isoTime } from '#contracts/time.ts';
import { conform } from '#domain/ingest/conform.ts';
import {
  addDecimals,
  type Decimal,
  decimalText,
  negateDecimal,
  parseDecimal,
  roundToMinor,
  zero,
} from '../mapping/decimal.ts';
import type { MappedRow } from '../mapping/map-row.ts';
import type { EventRule, Mapping } from '../mapping/mapping.ts';
import { customerByCustomer, type Gathered, type GatheredCustomers, type GatherSettings } from './gathered.ts';
import { isBefore } from './place.ts';
import { tooLargeDetail } from './too-large.ts';

/** How rows become events. */
export type RowGatherSettings = GatherSettings & { readonly mapping: Mapping };

/** Rows that make one event together, and the event's id. */
type Group = { readonly id: string; readonly rows: MappedRow[]; twins: number };

/**
 * Puts the rows that make one event together. A row that stands for itself is known by its content and by how many
 * rows of that very content came before it: so twins are events of their own, and a file that was sent before and has
 * grown since gives its old rows their old ids. A line of an order is known by the order.
 */
function groupRows(mapping: Mapping, rows: readonly MappedRow[]) {
  const groups = new Map<string, Group>();
  const occurrences = new Map<string, { count: number; readonly file: number }>();
  let twins = 0;
  let twinsAcrossFiles = 0;
  for (const row of rows) {
    const known = occurrences.get(row.content) ?? { count: 0, file: row.file };
    const before = known.count;
    known.count += 1;
    occurrences.set(row.content, known);
    if (before > 0) twins += 1;
    if (known.file !== row.file) twinsAcrossFiles += 1;
    const name = mapping.events[row.rule]?.name ?? '';
    const own = row.orderKey === null ? `${row.content}/${before}` : row.orderKey;
    const id = `${mapping.name}/${name}/${own}`;
    const key = JSON.stringify([row.customerId, id]);
    const group = groups.get(key) ?? { id, rows: [], twins: 0 };
    if (group.rows.length === 0) groups.set(key, group);
    group.rows.push(row);
    if (before > 0) group.twins += 1;
  }
  return { groups: [...groups.values()], twins, twinsAcrossFiles };
}

function earliestFirst(a: MappedRow, b: MappedRow): number {
  return a.timeMs - b.timeMs || (isBefore(a, b) ? -1 : 1);
}

function sum(texts: readonly string[]): Decimal {
  return texts.reduce((total, text) => addDecimals(total, parseDecimal(text) ?? zero), zero);
}

/** The properties that the rule asks for, and the money; defined, not assigned, for a property may have any name. */
function propertiesOf(rule: EventRule, rows: readonly MappedRow[], money: readonly [string, Json][]): JsonObject {
  const properties = Object.entries(rule.properties).map(([name, source]): [string, Json] => {
    if ('constant' in source) return [name, source.constant];
    const texts = rows.map((row) => row.values[name] ?? '');
    if (source.as === 'text') return [name, texts[0] ?? ''];
    return [name, Number(texts.length === 1 ? texts[0] : decimalText(sum(texts)))];
  });
  return Object.fromEntries([...properties, ...money]);
}

/** The exact total of the rows, rounded once, as the event carries it; null if it is too large. */
function totalMinor(rule: EventRule, rows: readonly MappedRow[]): number | null {
  const total = rows.reduce((before, row) => addDecimals(before, row.amount ?? zero), zero);
  return roundToMinor(rule.amount?.sign === 'negated' ? negateDecimal(total) : total);
}

type Refusal = { readonly kind: 'refused' | 'bad'; readonly reason: string; readonly detail: string };

/** Why a group makes no event although its rows are sound, or the money that it makes. */
function moneyOf(group: Group, rule: EventRule): { kind: 'money'; minor: number } | Refusal {
  const minor = totalMinor(rule, group.rows);
  if (minor === null) {
    return { kind: 'bad', reason: 'amount is too large', detail: `the amount of ${group.id} is too large` };
  }
  if (rule.amount === null) return { kind: 'money', minor };
  const { mustBe, property } = rule.amount;
  if (minor > 0 || (minor === 0 && mustBe === 'at least 0')) return { kind: 'money', minor };
  const detail = `the ${property} of ${group.id} is ${(minor / 100).toFixed(2)}`;
  return { kind: 'refused', reason: `total is not ${mustBe}`, detail };
}

function eventOf(settings: RowGatherSettings, id: string, rule: EventRule, rows: readonly MappedRow[], minor: number) {
  const [first] = rows;
  const money: [string, Json][] = rule.amount === null ? [] : [[rule.amount.property, minor / 100]];
  return canonicalEventSchema.safeParse({
    tenant: settings.tenant,
    id,
    type: rule.type,
    name: rule.name,
    userId: first?.customerId ?? null,
    anonymousId: null,
    accountId: first?.accountId ?? null,
    timeMs: first?.timeMs,
    receivedMs: settings.receivedMs,
    properties: propertiesOf(rule, rows, money),
    context: {},
  });
}

function gatherGroup(settings: RowGatherSettings, group: Group): Gathered {
  const rows = group.rows.length === 1 ? group.rows : [...group.rows].sort(earliestFirst);
  const first = rows[0];
  const rule = settings.mapping.events[first?.rule ?? -1];
  if (first === undefined || rule === undefined) throw new Error(`Cannot make the event ${group.id}: it has no rows`);
  const { customerId } = first;
  const refused = (refusal: Refusal): Gathered => ({ ...refusal, customerId, rows });
  if (first.timeMs > settings.limitMs) {
    const detail = `${isoTime(first.timeMs)} is later than ${isoTime(settings.limitMs)}`;
    return refused({ kind: 'refused', reason: 'later than "now"', detail });
  }
  const money = moneyOf(group, rule);
  if (money.kind !== 'money') return refused(money);
  const parsed = eventOf(settings, group.id, rule, rows, money.minor);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const detail = `${issue?.path.join('.')}: ${issue?.message}`;
    return refused({ kind: 'bad', reason: 'breaks the event schema', detail });
  }
  const conformed = conform(settings.plan, parsed.data);
  if (conformed.kind === 'problem') {
    return refused({ kind: 'bad', reason: 'breaks the tracking plan', detail: conformed.detail });
  }
  const { event, reports } = conformed;
  const tooLarge = tooLargeDetail(event);
  if (tooLarge !== null) return refused({ kind: 'bad', reason: 'too large', detail: tooLarge });
  const told = { source: null, sentMs: null, receivedMs: null };
  return { kind: 'event', customerId, event, reports, minor: money.minor, rows, twins: group.twins, told };
}

/**
 * Rows of some customers, all that they have → their events, customer by customer and each in order of time, so that a
 * customer's history travels together and is written once.
 */
export function gatherEvents(settings: RowGatherSettings, rows: readonly MappedRow[]): GatheredCustomers {
  const { groups, twins, twinsAcrossFiles } = groupRows(settings.mapping, rows);
  const gathered = groups.map((group) => gatherGroup(settings, group));
  return { ...customerByCustomer(gathered), twins, twinsAcrossFiles };
}
