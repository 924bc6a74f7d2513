import { describe, expect, test } from 'vitest';
import { BoundedCounts } from '#domain/training/audit/bounded-counts.ts';

describe('BoundedCounts', () => {
  test('BoundedCounts counts names beyond its bound together, and says so', () => {
    const counts = new BoundedCounts(2);
    for (const name of ['a', 'b', 'b', 'c', 'd', 'a', 'b']) counts.add(name);
    expect(counts.descending).toEqual([
      { name: 'b', count: 3 },
      { name: 'a', count: 2 },
    ]);
    expect(counts.breakdown('names')).toMatchObject({ others: 2 });
    expect([counts.total, counts.beyond]).toEqual([7, 2]);
    expect(counts.approximate).toContain('first 2 names');
  });

  test('BoundedCounts is exact within its bound', () => {
    const counts = new BoundedCounts(2);
    counts.add('a', 5);
    expect(counts.approximate).toBeNull();
    expect(counts.breakdown('names')).toEqual({ title: 'names', rows: [{ name: 'a', count: 5 }], others: 0 });
  });
});
