import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDueTimes } from './due-times.ts';

describe('createDueTimes', () => {
  test('createDueTimes knows no next time while nothing is due', () => {
    expect(createDueTimes().nextMs()).toBe(Number.POSITIVE_INFINITY);
  });

  test('createDueTimes tells the earliest time after any changes', () => {
    const change = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      dueMs: fc.option(fc.integer({ min: 0, max: 20 })),
      isAsked: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const dueTimes = createDueTimes();
        const expected = new Map<string, number>();
        for (const { key, dueMs, isAsked } of changes) {
          dueTimes.set(key, dueMs);
          if (dueMs === null) expected.delete(key);
          else expected.set(key, dueMs);
          if (isAsked) expect(dueTimes.nextMs()).toBe(Math.min(...expected.values()));
        }
        expect(dueTimes.nextMs()).toBe(Math.min(...expected.values()));
      }),
    );
  });
});
