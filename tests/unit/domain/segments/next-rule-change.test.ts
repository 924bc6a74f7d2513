import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, juneMs } from '../example-event.ts';
import { featureHistories } from '../features/feature-histories.ts';
import { timesWithin } from '../histories.ts';
import { anyLeaf, anyRule, exactLeaves } from './any-rule.ts';
import { tellingInstants } from './instants.ts';
import { ruleWorld } from './rule-world.ts';

const past = featureHistories({ days: 60, maxEvents: 10 });
const now = timesWithin(juneMs - 5 * dayMs, 160);
const anywhere = fc.array(fc.integer({ min: juneMs - 10 * dayMs, max: juneMs + 500 * dayMs }), {
  minLength: 5,
  maxLength: 5,
});

describe('compileRule', () => {
  test.each([
    ['a leaf', anyLeaf, 500],
    ['a tree', anyRule, 500],
  ])(
    'compileRule of %s says until when its answer stays: at every instant before, brute force says the same',
    (_, rules, numRuns) => {
      fc.assert(
        fc.property(rules, past, now, anywhere, (rule, events, nowMs, drawn) => {
          const { compiled, subjectAt, bruteForceAt } = ruleWorld(rule, events);
          const { holds, nextChangeMs } = compiled.evaluate(subjectAt(nowMs));
          if (nextChangeMs !== null) expect(nextChangeMs).toBeGreaterThan(nowMs);
          const last = nextChangeMs === null ? [] : [nextChangeMs - 1];
          for (const atMs of [nowMs, ...drawn, ...last, ...tellingInstants(rule, events)]) {
            if (atMs < nowMs || (nextChangeMs !== null && atMs >= nextChangeMs)) continue;
            expect({ atMs, holds: bruteForceAt(atMs) }).toEqual({ atMs, holds });
          }
        }),
        { numRuns },
      );
    },
  );

  test('compileRule, looked at again only when it says so, sees each change that brute force sees', () => {
    fc.assert(
      fc.property(anyRule, past, anywhere, (rule, events, drawn) => {
        const { compiled, subjectAt, bruteForceAt } = ruleWorld(rule, events);
        const startMs = juneMs - 10 * dayMs;
        let known = compiled.evaluate(subjectAt(startMs));
        const instants = [...tellingInstants(rule, events), ...drawn].toSorted((a, b) => a - b);
        for (const atMs of instants.filter((one) => one > startMs)) {
          for (let looks = 0; known.nextChangeMs !== null && known.nextChangeMs <= atMs; looks += 1) {
            expect(looks).toBeLessThan(200);
            known = compiled.evaluate(subjectAt(known.nextChangeMs));
          }
          expect({ atMs, holds: bruteForceAt(atMs) }).toEqual({ atMs, holds: known.holds });
        }
      }),
      { numRuns: 250 },
    );
  });

  test('compileRule of a leaf that reads nothing that steps is never woken for nothing', () => {
    fc.assert(
      fc.property(exactLeaves, past, now, (rule, events, nowMs) => {
        const { compiled, subjectAt, bruteForceAt } = ruleWorld(rule, events);
        const newestMs = Math.max(nowMs, ...events.map(({ timeMs }) => timeMs));
        const { holds, nextChangeMs } = compiled.evaluate(subjectAt(newestMs));
        if (nextChangeMs !== null) expect(bruteForceAt(nextChangeMs)).toBe(!holds);
      }),
      { numRuns: 1_000 },
    );
  });
});
