import { describe, expect, test } from 'vitest';
import { rowMapper } from '#infra/command-line/mapping/map-row.ts';
import { mappingSchema } from '#infra/command-line/mapping/mapping.ts';
import { orders, singles } from '../shop-mapping.ts';

const header = { action: 'Cannot import shop.csv', place: 'line 1', file: 0 };
const mapSingle = rowMapper(singles, ['who', 'when', 'paid'], header);
const mapOrder = rowMapper(orders, ['order', 'who', 'when', 'pieces', 'price'], header);

describe('rowMapper', () => {
  test('rowMapper names the column that the file lacks, and those that it has', () => {
    expect(() => rowMapper(singles, ['who', 'date', 'paid'], header)).toThrow(
      'Cannot import shop.csv: the mapping names the column "when", which line 1 does not have (it has: "who", "date", "paid")',
    );
  });

  test('rowMapper finds columns by name, wherever they stand', () => {
    const map = rowMapper(singles, ['paid', 'else', 'when', 'who'], header);
    expect(map(['1.50', '', '2020-01-02', '7.0'], 2)).toMatchObject({
      kind: 'row',
      row: {
        customerId: '7',
        timeMs: Date.UTC(2020, 0, 2),
        amount: { units: 150n, scale: 2 },
        orderKey: null,
        line: 2,
      },
    });
  });

  test('rowMapper multiplies the two columns of a product exactly', () => {
    expect(mapOrder(['A1', 'ann', '2020-01-02', '3', '0.335'], 2)).toMatchObject({
      kind: 'row',
      row: {
        orderKey: 'A1',
        amount: { units: 1005n, scale: 3 },
        values: { order_id: 'A1', pieces: '3', first_price: '0.335' },
      },
    });
  });

  test('rowMapper follows the first event rule that holds', () => {
    expect(mapOrder(['R1', 'ann', '2020-01-02', '-3', '1'], 2)).toMatchObject({ kind: 'row', row: { rule: 0 } });
    expect(mapOrder(['A1', 'ann', '2020-01-02', '3', '1'], 2)).toMatchObject({ kind: 'row', row: { rule: 1 } });
  });

  test('rowMapper refuses by rule before it looks at anything else', () => {
    expect(mapSingle(['test', 'no date', 'no price'], 2)).toEqual({ kind: 'refused', reason: 'a test' });
  });

  describe('of a file with decimal commas', () => {
    const comma = mappingSchema.parse({
      ...orders,
      format: { kind: 'csv', delimiter: ';', decimal: ',' },
      refuse: [{ reason: 'dear', because: 'A test.', when: [{ column: 'price', is: 'above', value: 1000 }] }],
    });
    const columns = ['order', 'who', 'when', 'pieces', 'price'];
    const map = rowMapper(comma, columns, header, ',');

    test('rowMapper reads amounts, numbers and conditions with the comma', () => {
      expect(map(['A1', 'ann', '2020-01-02', '1,5', '999,50'], 2)).toMatchObject({
        kind: 'row',
        row: { amount: { units: 1_499_250n, scale: 3 }, values: { pieces: '1.5', first_price: '999,50' } },
      });
      expect(map(['A1', 'ann', '2020-01-02', '1', '1.000,50'], 2)).toEqual({ kind: 'refused', reason: 'dear' });
    });

    test('rowMapper takes a number with a decimal point for none, and says so', () => {
      const detail = 'column "price" is "12.5", which is not a number with a decimal comma';
      expect(map(['A1', 'ann', '2020-01-02', '1', '12.5'], 2)).toMatchObject({ kind: 'bad', detail });
    });

    test('rowMapper says what to put into a mapping that does not foresee the comma', () => {
      const detail =
        'column "price" is "12,5", which is not a number; if it has a decimal comma, say "decimal": "," in the format of the mapping';
      const plain = rowMapper(orders, columns, header);
      expect(plain(['A1', 'ann', '2020-01-02', '1', '12,5'], 2)).toMatchObject({ kind: 'bad', detail });
    });
  });

  test.each([
    [
      ['ann', '2020-02-30', '1'],
      'date does not parse',
      'column "when" is "2020-02-30", which is not a date of the form yyyy-MM-dd',
    ],
    [['ann', '2020-02-03', 'one'], 'not a number', 'column "paid" is "one", which is not a number'],
    [['.0', '2020-02-03', '1'], 'no customer id', 'column "who" is ".0", which names no customer'],
    [['', '2020-02-03', '1'], 'no customer id', 'column "who" is "", which names no customer'],
  ])('rowMapper says what is bad about %j', (cells, reason, detail) => {
    expect(mapSingle(cells, 9)).toEqual({ kind: 'bad', reason, detail });
  });

  test('rowMapper wants a key of every line of an order', () => {
    expect(mapOrder(['', 'ann', '2020-01-02', '3', '1'], 2)).toMatchObject({ kind: 'bad', reason: 'no order key' });
  });

  test('rowMapper gives exact twins the same content, and rows that differ anywhere another', () => {
    const content = (cells: string[], line: number) => {
      const result = mapSingle(cells, line);
      return result.kind === 'row' ? result.row.content : result.kind;
    };
    const first = content(['ann', '2020-01-02', '1'], 2);
    expect(content(['ann', '2020-01-02', '1'], 3)).toBe(first);
    expect(content(['ann', '2020-01-02', '1.0'], 4)).not.toBe(first);
  });
});

describe('mappingSchema', () => {
  const problemsOf = (changed: object) =>
    mappingSchema.safeParse({ ...singles, ...changed }).error?.issues.map((one) => one.message);

  test('mappingSchema refuses a form of a date that is none', () => {
    expect(problemsOf({ time: { column: 'when', format: 'yesterday' } })?.[0]).toContain(
      'is no form of a date: "yesterday"',
    );
  });

  test('mappingSchema refuses a time zone that is none', () => {
    expect(problemsOf({ time: { column: 'when', format: 'ISO 8601', zone: 'Europe/Atlantis' } })).toEqual([
      'is no time zone: "Europe/Atlantis"; use a name such as "Europe/Berlin", or leave it out for UTC',
    ]);
  });

  test('mappingSchema refuses an event with money where no amount is declared', () => {
    expect(problemsOf({ amount: null })).toEqual(['carries money, but the mapping has no "amount"']);
  });

  test('mappingSchema refuses a member that it does not know', () => {
    expect(problemsOf({ timezone: 'Europe/Paris' })?.[0]).toContain('timezone');
  });
});
