import { describe, expect, test } from 'vitest';
import { createRandom } from '#infra/local/demo/random.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const draws = (draw: () => number) => Array.from({ length: 20_000 }, draw);

describe('createRandom', () => {
  test('createRandom gives the same numbers for the same labels only', () => {
    const one = createRandom('seed', 1);
    const same = createRandom('seed', 1);
    const other = createRandom('seed', 2);
    const first = Array.from({ length: 5 }, one.next);
    expect(Array.from({ length: 5 }, same.next)).toEqual(first);
    expect(Array.from({ length: 5 }, other.next)).not.toEqual(first);
  });

  test('createRandom is uniform from 0 to below 1', () => {
    const random = createRandom('uniform');
    const values = draws(random.next);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
    expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  });

  test('createRandom keeps the mean of an exponential and the median of a log-normal', () => {
    const random = createRandom('shapes');
    expect(mean(draws(() => random.exponential(10)))).toBeGreaterThan(9.7);
    expect(mean(draws(() => random.exponential(10)))).toBeLessThan(10.3);
    const sorted = draws(() => random.logNormal(40, 0.5)).toSorted((a, b) => a - b);
    expect(sorted[10_000]).toBeGreaterThan(38.5);
    expect(sorted[10_000]).toBeLessThan(41.5);
  });

  test('createRandom refuses to pick one of nothing', () => {
    expect(() => createRandom('empty').pick([])).toThrow('Cannot pick one of an empty list');
  });
});
