import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distinctEstimate } from '#domain/features/cells/distinct.ts';
import { hashOfValue } from '#domain/features/hash-of-value.ts';
import { cellOf } from '../../cell-of.ts';
import { named } from '../../example-cells.ts';
import { exampleEvent } from '../../example-event.ts';

const spec = (keep: number) => ({ kind: 'distinct', of: named('Used'), property: 'user', keep }) as const;
const used = (user: string) => exampleEvent({ name: 'Used', properties: { user } });

function hashesOf(users: readonly string[]): number[] {
  return [...new Set(users.map((user) => hashOfValue(user) ?? 0))].toSorted((a, b) => a - b);
}

describe('distinct', () => {
  test('distinct keeps the smallest hashes of all values, each once', () => {
    const users = fc.array(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 80 });
    fc.assert(
      fc.property(users, fc.integer({ min: 1, max: 20 }), (drawn, keep) => {
        const expected = { kind: 'distinct', hashes: hashesOf(drawn).slice(0, keep) };
        expect(cellOf(spec(keep), drawn.map(used))).toEqual(drawn.length === 0 ? undefined : expected);
      }),
    );
  });

  test('distinctEstimate is exact while fewer values were seen than are kept', () => {
    const hashes = hashesOf(Array.from({ length: 63 }, (_, index) => `user-${index}`));
    expect(distinctEstimate({ kind: 'distinct', hashes }, 64)).toBe(63);
    expect(distinctEstimate({ kind: 'distinct', hashes: [] }, 64)).toBe(0);
  });

  test('distinctEstimate is on average right beyond, and scatters as its source says', () => {
    const keep = 64;
    const truth = 5_000;
    const errors = Array.from({ length: 200 }, (_, round) => {
      const hashes = hashesOf(Array.from({ length: truth }, (_, index) => `user-${round}-${index}`)).slice(0, keep);
      return distinctEstimate({ kind: 'distinct', hashes }, keep) / truth - 1;
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length);
    // One standard error of the mean of 200 is 0.9 %.
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(deviation).toBeGreaterThan(0.1);
    expect(deviation).toBeLessThan(0.15);
  });
});
