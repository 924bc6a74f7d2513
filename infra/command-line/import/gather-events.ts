import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { canonicalEventSchema } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import { isoTime } from '#contracts/time.ts';
import { interpret, type TrackingPlan } from '#domain/ingest/tracking-plan.ts';
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

/** Under what the rows of a file become events. */
export type GatherSettings = {
  readonly mapping: Mapping;
  readonly tenant: string;
  readonly plan: TrackingPlan;
  /** When Holdfast takes the events in. */
  readonly receivedMs: number;
  /** "Now": what happened later is refused. */
  readonly limitMs: number;
};

/** What the rows of one event came to. `bad`: the event breaks the schema or the tracking plan. */
export type Gathered =
  | { readonly kind: 'event'; readonly event: CanonicalEvent; readonly minor: number; readonly rows: number }
  | {
      readonly kind: 'refused' | 'bad';
      readonly reason: string;
      readonly detail: string;
      readonly rows: readonly MappedRow[];
    };

/** Rows that make one event together, and the event's id. */
type Group = { readonly id: string; readonly rows: MappedRow[] };

/**
 * Puts the rows that make one event together. A row that stands for itself is known by its content and by how many rows of
 * that very content came before it: so twins are events of their own, and a file that was sent before and has grown
 * since gives its old rows their old ids. A line of an order is known by the order.
 */
function groupRows(mapping: Mapping, rows: readonly MappedRow[]): { groups: Group[]; twins: number } {
  const groups = new Map<string, Group>();
  const occurrences = new Map<string, number>();
  let twins = 0;
  for (const row of rows) {
    const before = occurrences.get(row.content) ?? 0;
    occurrences.set(row.content, before + 1);
    if (before > 0) twins += 1;
    const name = mapping.events[row.rule]?.name ?? '';
    const own = row.orderKey === null ? `${row.content}/${before}` : row.orderKey;
    const id = `${mapping.name}/${name}/${own}`;
    const key = JSON.stringify([row.customerId, id]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { id, rows: [row] });
    else group.rows.push(row);
  }
  return { groups: [...groups.values()], twins };
}

function earliestFirst(a: MappedRow, b: MappedRow): number {
  return a.timeMs - b.timeMs || a.line - b.line;
}

function sum(texts: readonly string[]): Decimal {
  return texts.reduce((total, text) => addDecimals(total, parseDecimal(text) ?? zero), zero);
}

function propertiesOf(rule: EventRule, rows: readonly MappedRow[]): JsonObject {
  const properties: JsonObject = {};
  for (const [name, source] of Object.entries(rule.properties)) {
    if ('constant' in source) {
      properties[name] = source.constant;
      continue;
    }
    const texts = rows.map((row) => row.values[name] ?? '');
    if (source.as === 'text') properties[name] = texts[0] ?? '';
    else properties[name] = Number(decimalText(sum(texts)));
  }
  return properties;
}

/** The exact total of the rows, rounded once, as the event carries it; null if it is too large. */
function totalMinor(rule: EventRule, rows: readonly MappedRow[]): number | null {
  const total = rows.reduce((before, row) => addDecimals(before, row.amount ?? zero), zero);
  return roundToMinor(rule.amount?.sign === 'negated' ? negateDecimal(total) : total);
}

function gatherGroup(settings: GatherSettings, group: Group): Gathered {
  const rows = [...group.rows].sort(earliestFirst);
  const first = rows[0];
  const rule = settings.mapping.events[first?.rule ?? -1];
  if (first === undefined || rule === undefined) throw new Error(`Cannot make the event ${group.id}: it has no rows`);
  const refused = (kind: 'refused' | 'bad', reason: string, detail: string): Gathered => ({
    kind,
    reason,
    detail,
    rows,
  });
  if (first.timeMs > settings.limitMs) {
    return refused(
      'refused',
      'later than "now"',
      `${isoTime(first.timeMs)} is later than ${isoTime(settings.limitMs)}`,
    );
  }
  const minor = totalMinor(rule, rows);
  if (minor === null) return refused('bad', 'amount is too large', `the amount of ${group.id} is too large`);
  const properties = propertiesOf(rule, rows);
  if (rule.amount !== null) {
    const { mustBe, property } = rule.amount;
    if (minor < 0 || (minor === 0 && mustBe === 'above 0')) {
      return refused(
        'refused',
        `total is not ${mustBe}`,
        `the ${property} of ${group.id} is ${(minor / 100).toFixed(2)}`,
      );
    }
    properties[property] = minor / 100;
  }
  const parsed = canonicalEventSchema.safeParse({
    tenant: settings.tenant,
    id: group.id,
    type: rule.type,
    name: rule.name,
    userId: first.customerId,
    anonymousId: null,
    accountId: null,
    timeMs: first.timeMs,
    receivedMs: settings.receivedMs,
    properties,
    context: {},
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refused('bad', 'breaks the event schema', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const meaning = interpret(settings.plan, parsed.data);
  if (meaning.kind === 'problem') return refused('bad', 'breaks the tracking plan', meaning.detail);
  return { kind: 'event', event: parsed.data, minor, rows: rows.length };
}

/**
 * Rows of some customers, all that they have → their events, customer by customer and each in order of time, so that a
 * customer's history travels together and is written once.
 */
export function gatherEvents(
  settings: GatherSettings,
  rows: readonly MappedRow[],
): { gathered: Gathered[]; customers: number; twins: number } {
  const { groups, twins } = groupRows(settings.mapping, rows);
  const byCustomer = new Map<string, Gathered[]>();
  for (const group of groups) {
    const customerId = group.rows[0]?.customerId ?? '';
    const own = byCustomer.get(customerId);
    const gathered = gatherGroup(settings, group);
    if (own === undefined) byCustomer.set(customerId, [gathered]);
    else own.push(gathered);
  }
  const timeOf = (one: Gathered) => (one.kind === 'event' ? one.event.timeMs : 0);
  const gathered: Gathered[] = [];
  let customers = 0;
  for (const own of byCustomer.values()) {
    own.sort((a, b) => timeOf(a) - timeOf(b));
    if (own.some((one) => one.kind === 'event')) customers += 1;
    gathered.push(...own);
  }
  return { gathered, customers, twins };
}
