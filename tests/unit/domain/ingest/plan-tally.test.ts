import { describe, expect, test } from 'vitest';
import type { PlanReport } from '#domain/ingest/conform.ts';
import { createPlanTally, maximumPlanProblems } from '#domain/ingest/plan-tally.ts';

function reportOf(rule: string, value: number): PlanReport {
  return { eventName: 'Seen', rule, detail: `${rule}: ${value}`, outcome: 'allowed' };
}

describe('createPlanTally', () => {
  test('createPlanTally counts events, and each mistake with its first example', () => {
    const tally = createPlanTally();
    tally.add([]);
    tally.add([reportOf('a', 1), reportOf('b', 2)]);
    tally.add([reportOf('a', 3)]);
    expect(tally.events()).toBe(2);
    expect(tally.problems()).toEqual([
      { eventName: 'Seen', rule: 'a', outcome: 'allowed', count: 2, example: 'a: 1' },
      { eventName: 'Seen', rule: 'b', outcome: 'allowed', count: 1, example: 'b: 2' },
    ]);
  });

  test('createPlanTally holds a bounded number of mistakes, and counts the events of the others too', () => {
    const tally = createPlanTally();
    for (let n = 0; n < 1_000; n += 1) tally.add([reportOf(`rule ${n}`, n)]);
    tally.add([reportOf('rule 0', 0)]);
    expect(tally.events()).toBe(1_001);
    expect(tally.problems()).toHaveLength(maximumPlanProblems);
    expect(tally.problems()[0]).toMatchObject({ rule: 'rule 0', count: 2 });
  });
});
