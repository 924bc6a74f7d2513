import { expect, test } from 'vitest';
import { quantiles } from '../../../bench/quantiles.ts';

test('quantiles gives the middle and the ninety-ninth hundredth by nearest rank, in any order', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(quantiles(values)).toEqual({ p50: 100, p99: 198 });
  expect(quantiles([12.34])).toEqual({ p50: 12.3, p99: 12.3 });
});

test('quantiles of nothing are no numbers', () => {
  expect(quantiles([])).toEqual({ p50: Number.NaN, p99: Number.NaN });
});
