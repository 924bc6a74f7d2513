import { describe, expect, test } from 'vitest';
import { openMemoryStores } from '../../contract/isolation/isolation-stores.ts';
import { foreignIn, markOf } from '../../contract/isolation/marks.ts';
import { plantedLeaks } from '../../contract/isolation/planted-leaks.ts';
import { runIsolation } from '../../contract/isolation/run-isolation.ts';

describe('runIsolation', () => {
  test('runIsolation finds no leak in 10,000 random operations of six tenants over stores in memory', async () => {
    const { operations, leaks, emails, pages } = await runIsolation(openMemoryStores(), { seed: 1, count: 10_000 });
    expect(leaks).toEqual([]);
    expect(Object.values(operations).reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(emails).toBeGreaterThan(100);
    expect(pages).toBeGreaterThan(10);
  }, 120_000);

  test.each(plantedLeaks)(
    'runIsolation finds $what',
    async ({ plant }) => {
      const { leaks } = await runIsolation(plant(openMemoryStores()), { seed: 1, count: 3_000 });
      expect(leaks.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

describe('foreignIn', () => {
  test('foreignIn finds marks and records of others at any depth, and nothing in what is the tenant’s own', () => {
    const own = { tenant: 't', of: [markOf('t'), { [`name ${markOf('t')}`]: new Uint8Array(3) }], none: null };
    expect(foreignIn('t', own)).toEqual([]);
    expect(foreignIn('t', JSON.stringify(own))).toEqual([]);
    expect(foreignIn('t-', own)).toEqual(['tenant: t', '⟦t⟧', '⟦t⟧']);
    expect(foreignIn('t', [[{ [markOf('T')]: 1 }], new Map([['a', { tenant: 't-1' }]])])).toEqual([
      '⟦T⟧',
      'tenant: t-1',
    ]);
  });
});
