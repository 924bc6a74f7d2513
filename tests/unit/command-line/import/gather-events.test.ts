import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatherEvents, type RowGatherSettings } from '#infra/command-line/import/gather-events.ts';
import { type MappedRow, rowMapper } from '#infra/command-line/mapping/map-row.ts';
import type { Mapping } from '#infra/command-line/mapping/mapping.ts';
import { retention } from '#retention/retention.ts';
import { orders, singles } from '../shop-mapping.ts';

const limitMs = Date.UTC(2030, 0, 1);
const settings = (mapping: Mapping): RowGatherSettings => ({
  mapping,
  tenant: 'shop',
  plan: retention.plan,
  receivedMs: limitMs,
  limitMs,
});

function rows(mapping: Mapping, columns: string[], lines: readonly (readonly string[])[]): MappedRow[] {
  const map = rowMapper(mapping, columns, { action: 'Cannot import shop.csv', place: 'line 1', file: 0 });
  return lines.map((cells, index) => {
    const result = map(cells, index + 2);
    if (result.kind !== 'row') throw new Error(`the row ${cells.join(';')} is ${result.kind}`);
    return result.row;
  });
}

const singleRows = (lines: readonly (readonly string[])[]) => rows(singles, ['who', 'when', 'paid'], lines);
const orderRows = (lines: readonly (readonly string[])[]) =>
  rows(orders, ['order', 'who', 'when', 'pieces', 'price'], lines);

function gather(mapping: Mapping, mapped: MappedRow[]) {
  const found = gatherEvents(settings(mapping), mapped);
  const events = found.gathered.flatMap((one) => (one.kind === 'event' ? [one.event] : []));
  const refused = found.gathered.flatMap((one) => (one.kind === 'event' ? [] : [one]));
  return { ...found, events, refused };
}

const anyRow = fc.tuple(
  fc.constantFrom('ann', 'bob', 'cy'),
  fc.constantFrom('2020-01-01', '2020-01-02', '2020-03-04'),
  fc.constantFrom('0', '1.50', '12'),
);

describe('gatherEvents of rows that stand for themselves', () => {
  test('gatherEvents makes an event of each exact twin, with ids of their own', () => {
    const twin = ['ann', '2020-01-01', '12'];
    const { events, twins } = gather(singles, singleRows([twin, twin, ['ann', '2020-01-01', '13']]));
    expect(events).toHaveLength(3);
    expect(twins).toBe(1);
    expect(new Set(events.map((event) => event.id)).size).toBe(3);
    expect(events[0]).toMatchObject({
      userId: 'ann',
      name: 'Order Completed',
      properties: { total: 12, currency: 'EUR' },
    });
  });

  test('gatherEvents takes a purchase of 0 as a purchase', () => {
    expect(gather(singles, singleRows([['ann', '2020-01-01', '0']])).events[0]?.properties['total']).toBe(0);
  });

  test('gatherEvents gives the same rows the same ids in any order, and keeps the ids when rows are added', () => {
    fc.assert(
      fc.property(
        fc.array(anyRow, { maxLength: 20 }),
        fc.array(anyRow, { maxLength: 5 }),
        fc.integer(),
        (lines, more, seed) => {
          const idsOf = (some: readonly (readonly string[])[]) =>
            gather(singles, singleRows(some)).events.map((event) => event.id);
          const ids = idsOf(lines);
          expect(new Set(ids).size).toBe(lines.length);
          const shuffled = lines
            .map((line, index) => ({ line, key: Math.sin(seed + index) }))
            .sort((a, b) => a.key - b.key);
          expect(new Set(idsOf(shuffled.map((one) => one.line)))).toEqual(new Set(ids));
          expect(new Set(idsOf([...lines, ...more])).isSupersetOf(new Set(ids))).toBe(true);
        },
      ),
    );
  });

  test('gatherEvents keeps a customer together, in order of time', () => {
    const found = gather(
      singles,
      singleRows([
        ['bob', '2020-01-05', '1'],
        ['ann', '2020-01-04', '1'],
        ['bob', '2020-01-02', '1'],
      ]),
    );
    expect(found.events.map((event) => [event.userId, event.timeMs])).toEqual([
      ['bob', Date.UTC(2020, 0, 2)],
      ['bob', Date.UTC(2020, 0, 5)],
      ['ann', Date.UTC(2020, 0, 4)],
    ]);
    expect(found.customers).toBe(2);
  });

  test('gatherEvents refuses what happened after "now"', () => {
    const { refused, customers } = gather(singles, singleRows([['ann', '2030-01-02', '1']]));
    expect(refused[0]).toMatchObject({ kind: 'refused', reason: 'later than "now"' });
    expect(customers).toBe(0);
  });

  test('gatherEvents refuses a total below 0 where it must not be', () => {
    const { refused } = gather(singles, singleRows([['ann', '2020-01-02', '-1']]));
    expect(refused[0]).toMatchObject({ kind: 'refused', reason: 'total is not at least 0' });
  });

  test('gatherEvents says what breaks the event schema', () => {
    const { refused } = gather(singles, singleRows([['x'.repeat(201), '2020-01-02', '1']]));
    expect(refused[0]).toMatchObject({ kind: 'bad', reason: 'breaks the event schema' });
  });
});

describe('gatherEvents of order lines', () => {
  test('gatherEvents joins the lines of an order: exact sum, rounded once, at the time of the earliest line', () => {
    const { events, twins } = gather(
      orders,
      orderRows([
        ['A1', 'ann', '2020-01-02T10:01:00', '3', '0.335'],
        ['A2', 'ann', '2020-01-03T10:00:00', '1', '5'],
        ['A1', 'ann', '2020-01-02T10:00:00', '3', '0.335'],
        ['A1', 'ann', '2020-01-02T10:01:00', '3', '0.335'],
      ]),
    );
    expect(twins).toBe(1);
    expect(events).toMatchObject([
      {
        id: 'orders/Order Completed/A1',
        timeMs: Date.UTC(2020, 0, 2, 10),
        properties: { total: 3.02, pieces: 9, order_id: 'A1', first_price: '0.335' },
      },
      { id: 'orders/Order Completed/A2', properties: { total: 5 } },
    ]);
  });

  test('gatherEvents makes a refund a positive amount', () => {
    const { events } = gather(orders, orderRows([['R1', 'ann', '2020-01-02', '-2', '1.25']]));
    expect(events[0]).toMatchObject({ name: 'Order Refunded', properties: { total: 2.5 } });
  });

  test('gatherEvents refuses every line of an order whose total is not above 0', () => {
    const { refused, events } = gather(
      orders,
      orderRows([
        ['A1', 'ann', '2020-01-02', '2', '1'],
        ['A1', 'ann', '2020-01-02', '-2', '1'],
      ]),
    );
    expect(events).toEqual([]);
    expect(refused[0]).toMatchObject({ reason: 'total is not above 0', rows: [{ line: 2 }, { line: 3 }] });
  });

  test('gatherEvents does not mix the orders of two customers that share a number', () => {
    const { events } = gather(
      orders,
      orderRows([
        ['A1', 'ann', '2020-01-02', '1', '1'],
        ['A1', 'bob', '2020-01-02', '1', '2'],
      ]),
    );
    expect(events.map((event) => [event.userId, event.properties['total']])).toEqual([
      ['ann', 1],
      ['bob', 2],
    ]);
  });

  test('gatherEvents loses no row and no hundredth', () => {
    const line = fc.tuple(
      fc.constantFrom('A1', 'A2', 'A3', 'R1', 'R2'),
      fc.constantFrom('ann', 'bob'),
      fc.constantFrom('2020-01-01', '2020-01-02'),
      fc.integer({ min: -5, max: 20 }).map(String),
      fc.integer({ min: 0, max: 500 }).map((price) => (price / 100).toFixed(2)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const found = gather(orders, orderRows(lines));
        const counted = found.gathered.reduce((sum, one) => sum + one.rows.length, 0);
        expect(counted).toBe(lines.length);
        const sums = new Map<string, number>();
        for (const [order, who, , pieces, price] of lines) {
          const key = `${who}/${order}`;
          sums.set(key, (sums.get(key) ?? 0) + Number(pieces) * Math.round(Number(price) * 100));
        }
        const expected = [...sums].flatMap(([key, sum]) => {
          const total = key.includes('/R') ? -sum : sum;
          return total > 0 ? [`${key} ${total}`] : [];
        });
        const actual = found.gathered.flatMap((one) =>
          one.kind === 'event' ? [`${one.event.userId}/${one.event.id.split('/').at(-1)} ${one.minor}`] : [],
        );
        expect(new Set(actual)).toEqual(new Set(expected));
      }),
    );
  });
});
