import { expect, test } from 'vitest';
import type { SeedResult } from '../run-seed.ts';
import { effortSince } from './measure-effort.ts';
import { renderHunts, renderTally } from './render-results.ts';
import { tallyOf } from './tally.ts';

const result = (seed: number, differences: readonly string[]): SeedResult => ({
  seed,
  differences,
  events: 400 + seed,
  accepted: 500,
  puts: 10,
  transitions: 5,
  emails: 1,
  largestItemBytes: 1_000 + seed,
  outageRequests: seed,
  outageWrites: 2 * seed,
  changesInPeace: 3,
  latestMs: 10_000 * seed,
  injected: { 'crash before profiles.put': 1, 'refused entry': seed },
  trace: [],
});

const effort = effortSince(performance.now() - 1_000, 3, 2);

test('tallyOf adds up runs, and lists those with differences from the lowest seed on', () => {
  const tally = tallyOf([result(3, ['c']), result(1, []), result(2, ['a', 'b'])]);
  expect(tally).toMatchObject({
    seeds: 3,
    events: 1_206,
    fewestEvents: 401,
    accepted: 1_500,
    puts: 30,
    differences: 3,
  });
  expect([tally.changesInPeace, tally.latestMs]).toEqual([9, 30_000]);
  expect(tally.largestItemBytes).toBe(1_003);
  expect([tally.outageRequests, tally.outageWrites]).toEqual([6, 12]);
  expect(tally.injected).toEqual({ 'refused entry': 6, 'crash before profiles.put': 3 });
  expect(tally.failures).toEqual([
    { seed: 2, differences: ['a', 'b'] },
    { seed: 3, differences: ['c'] },
  ]);
});

test('renderTally says how to replay a run with differences', () => {
  const text = renderTally(tallyOf([result(1, []), result(7, ['states: ada of north: expected 2, got 3'])]), effort);
  expect(text).toContain('seed 7: 1 differences; replay with: npm run sim -- --seed 7');
  expect(text).toContain('states: ada of north: expected 2, got 3');
  expect(text).toMatch(/differences +1$/m);
  expect(text).toMatch(/^ {2}crash before +2$/m);
});

test('renderHunts tells what caught a mutant, and which survived', () => {
  const text = renderHunts(
    [
      { name: 'plain ADD', what: 'adds', kind: 'caught', seed: 4, difference: 'states: twice' },
      { name: 'careful', what: 'does nothing', kind: 'survived', seeds: 1_000 },
    ],
    effort,
  );
  expect(text).toContain('caught by seed 4: plain ADD\n  adds\n  states: twice');
  expect(text).toContain('SURVIVED 1,000 seeds: careful');
  expect(text).toContain('1 of 2 mutants caught');
});
