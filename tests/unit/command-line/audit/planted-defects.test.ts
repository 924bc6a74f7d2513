import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditReport } from '#domain/training/audit/audit-report.ts';
import type { AuditedEvent, AuditedItem } from '#domain/training/audit/audited-item.ts';
import { dayMs, juneMs } from '../../domain/example-event.ts';
import { auditedEvent, figureOf, leftOut } from '../../domain/training/audit/audit-examples.ts';
import { auditOf, findingOf } from './audit-harness.ts';
import { cleanHistory, customers, firstDayMs } from './clean-history.ts';

/** The figure that counts the defects of a check. */
const defects: Record<string, string> = {
  'repeated events': 'duplicate-ids',
  'repeated with other content': 'duplicate-ids',
  'ids shared between customers': 'duplicate-ids',
  'rows that copy an earlier one': 'duplicate-ids',
  missing: 'dates',
  'cannot be read': 'dates',
  'zero dates (1970)': 'dates',
  'still to come': 'dates',
  'without a customer': 'without-customer',
  'cannot be understood': 'left-out-records',
  'in another currency': 'currencies',
  'without a currency': 'currencies',
  'second spellings': 'countries',
  'off the plan': 'plan-names',
  'events that break the plan': 'plan-properties',
  empty: 'empty-properties',
  'customers with a transaction before the account': 'before-account',
  'silent sources': 'silent-sources',
  gaps: 'quiet-days',
  'later than a day': 'lateness',
  'sent by a wrong clock': 'clock-skew',
  'bot-like customers': 'bot-like-customers',
};

function countsOf(report: AuditReport): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(defects).map(([label, check]) => [label, figureOf(findingOf(report, check), label)]),
  );
}

type Edit = (one: AuditedEvent, index: number) => AuditedEvent;

/** The bought and returned events of a history: the first so many are edited, the rest stays. */
function edited(events: AuditedEvent[], count: number, edit: Edit): AuditedItem[] {
  let left = count;
  return events.map((one, index) => {
    const hasMoney = one.event.name === 'Bought' || one.event.name === 'Returned';
    if (!hasMoney || left === 0) return one;
    left -= 1;
    return edit(one, index);
  });
}

function withEvent(one: AuditedEvent, told: Partial<AuditedEvent['event']>, around: Partial<AuditedEvent> = {}) {
  return { ...one, ...around, event: { ...one.event, ...told } };
}

/** A fresh event of a customer, as clean as the others, at the last noon. */
function fresh(index: number, told: Partial<AuditedEvent['event']> = {}, around: Partial<AuditedEvent> = {}) {
  const timeMs = juneMs + dayMs / 2 + index;
  const base = { id: `fresh-${index}`, name: 'Carted', userId: 'customer-1', timeMs, receivedMs: timeMs + 1_000 };
  return auditedEvent({ ...base, ...told }, { source: 'web', clock: 'live', ...around });
}

const each = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** How so many defects of a kind get into a clean history. */
const plants: Record<string, (events: AuditedEvent[], count: number) => AuditedItem[]> = {
  'repeated events': (events, count) => [...events, ...events.slice(0, count)],
  'ids shared between customers': (events, count) => [
    ...events,
    ...each(count, (index) => fresh(index, { id: `signup-${index + 2}`, userId: 'customer-1' })),
  ],
  'rows that copy an earlier one': (events, count) => [...events, { kind: 'twin rows', rows: count }],
  missing: (events, count) => [...events, ...each(count, () => leftOut('no date'))],
  'cannot be read': (events, count) => [...events, ...each(count, () => leftOut('bad date'))],
  'zero dates (1970)': (events, count) =>
    [...events, ...each(count, (index) => fresh(index, { timeMs: index }))].map(asHistory),
  'still to come': (events, count) => [
    ...events,
    ...each(count, (index) => fresh(index, { timeMs: juneMs + dayMs + index, receivedMs: juneMs + dayMs + index + 1 })),
  ],
  'without a customer': (events, count) => [...events, ...each(count, () => leftOut('no customer'))],
  'cannot be understood': (events, count) => [...events, ...each(count, () => leftOut('unreadable'))],
  'in another currency': (events, count) =>
    edited(events, count, (one) => withEvent(one, { properties: { ...one.event.properties, currency: 'EUR' } })),
  'without a currency': (events, count) =>
    edited(events, count, (one) => withEvent(one, { properties: { total: 1, country: 'US' } })),
  'second spellings': (events, count) =>
    edited(events, count, (one) => withEvent(one, { properties: { ...one.event.properties, country: 'USA' } })),
  'off the plan': (events, count) => [...events, ...each(count, (index) => fresh(index, { name: 'Danced' }))],
  'events that break the plan': (events, count) =>
    edited(events, count, (one) => ({
      ...one,
      reports: [
        { eventName: one.event.name, rule: 'properties.total must be', detail: 'it is not', outcome: 'allowed' },
      ],
    })),
  empty: (events, count) =>
    each(count, (property) => `empty-${property}`).reduce(
      (all, name) =>
        all.map((one) => withEvent(one, { properties: { ...one.event.properties, ...nothing(one, name) } })),
      [...events, ...each(25, (index) => fresh(index))],
    ),
  'customers with a transaction before the account': (events, count) => [
    ...events.slice(0, count).map((one) => withEvent(one, { properties: { createdAt: '2026-05-31' } })),
    ...events.slice(count),
    ...each(count, (index) => {
      const timeMs = firstDayMs + 5 * dayMs;
      const properties = { total: 1, currency: 'USD' };
      return fresh(index, { name: 'Bought', userId: `customer-${index}`, timeMs, receivedMs: timeMs + 1, properties });
    }),
  ],
  'silent sources': (events, count) => [
    ...events,
    ...each(count * 10, (index) => {
      const timeMs = firstDayMs + Math.floor(index / count) * dayMs;
      return fresh(index, { timeMs, receivedMs: timeMs + 1 }, { source: `old-${index % count}` });
    }),
  ],
  gaps: (events, count) =>
    events.filter(({ event }) => {
      const day = Math.floor((event.timeMs - firstDayMs) / dayMs);
      return day % 8 < 1 || day % 8 > 3 || day > count * 8;
    }),
  'later than a day': (events, count) =>
    edited(events, count, (one) => withEvent(one, { receivedMs: one.event.timeMs + 2 * dayMs }, { sentMs: null })),
  'sent by a wrong clock': (events, count) =>
    edited(events, count, (one) => ({ ...one, sentMs: one.event.receivedMs - 3_600_000 })),
  'bot-like customers': (events, count) => [
    ...events,
    ...each(count * 1_000, (index) => fresh(index, { userId: `bot-${index % count}` })),
  ],
};

/** A zero date with a receipt would be late, too; in history it is a zero date alone. */
function asHistory(one: AuditedEvent): AuditedEvent {
  return one.event.timeMs < dayMs ? { ...one, clock: 'history' } : one;
}

function nothing(one: AuditedEvent, name: string): Record<string, string> {
  return one.event.name === 'Carted' ? { [name]: '' } : {};
}

const none = Object.fromEntries(Object.keys(defects).map((label) => [label, 0]));

describe('runAudit', () => {
  test('runAudit finds no defect in clean random histories', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        expect(countsOf(await auditOf(cleanHistory(seed)))).toEqual(none);
      }),
      { numRuns: 20 },
    );
  });

  test.each(Object.entries(plants))('runAudit counts exactly the planted defects: %s', async (label, plant) => {
    // What hardly any data is without is a warning only from a share of 1 % on.
    const least = ['rows that copy an earlier one', 'later than a day', 'sent by a wrong clock'].includes(label)
      ? 3
      : 1;
    const most = label === 'bot-like customers' || label === 'gaps' ? 3 : 9;
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: least, max: most }), async (seed, count) => {
        const report = await auditOf(plant(cleanHistory(seed), count));
        expect(countsOf(report)).toEqual({ ...none, [label]: count });
        const { verdict } = findingOf(report, defects[label] ?? '');
        expect(['warning', 'problem']).toContain(verdict);
      }),
      { numRuns: 12 },
    );
  });

  test('runAudit counts an event whose id comes again with other content as repeated, and as conflicting', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: customers }), async (seed, count) => {
        const events = cleanHistory(seed);
        const again = events.slice(0, count).map((one) => withEvent(one, { properties: { say: 'something else' } }));
        const report = await auditOf([...events, ...again]);
        const counts = countsOf(report);
        expect([counts['repeated events'], counts['repeated with other content']]).toEqual([count, count]);
      }),
      { numRuns: 12 },
    );
  });
});
