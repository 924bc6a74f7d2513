import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SegmentRule } from '#contracts/segment-rule.ts';
import type { LeafOutcome } from '#domain/segments/compiled-segment.ts';
import { decisiveLeaf } from '#domain/segments/decisive-leaf.ts';
import { all, any, atLeast, not } from '#domain/segments/rule-builders.ts';
import { leavesOf } from '#domain/segments/rule-leaves.ts';
import { orders } from '../example-definitions.ts';
import { anyRule } from './any-rule.ts';

const leaf = atLeast(orders, 1);

/** Leaves that hold, or not, with a value that says which moment it is of. */
function outcomes(rule: SegmentRule, holds: readonly boolean[], moment: string): LeafOutcome[] {
  return leavesOf(rule).map((one, index) => ({ leaf: one, holds: holds[index] ?? false, value: `${moment} ${index}` }));
}

function decided(rule: SegmentRule, was: boolean[], is: boolean[]) {
  return decisiveLeaf(rule, outcomes(rule, was, 'before'), outcomes(rule, is, 'after'));
}

function holds(rule: SegmentRule, leaves: boolean[]): boolean {
  if (rule.op === 'all') return rule.of.map((part) => holds(part, leaves)).every(Boolean);
  if (rule.op === 'any') return rule.of.map((part) => holds(part, leaves)).some(Boolean);
  if (rule.op === 'not') return !holds(rule.rule, leaves);
  return leaves.shift() ?? false;
}

describe('decisiveLeaf', () => {
  test('decisiveLeaf is the leaf that turned, with what it looked at before and after', () => {
    expect(decided(all(leaf, leaf), [true, false], [true, true])).toEqual({
      position: 1,
      before: 'before 1',
      after: 'after 1',
    });
    expect(decided(any(leaf, all(leaf, not(leaf))), [false, true, true], [false, true, false])?.position).toBe(2);
  });

  test('decisiveLeaf passes over a leaf that turned the other way', () => {
    expect(decided(any(leaf, leaf), [true, false], [false, false])?.position).toBe(0);
    expect(decided(all(leaf, any(leaf, leaf)), [true, true, false], [false, false, true])?.position).toBe(0);
  });

  test('decisiveLeaf is null where the rule says the same as before', () => {
    expect(decided(any(leaf, leaf), [true, false], [false, true])).toBeNull();
    expect(decided(leaf, [true], [true])).toBeNull();
  });

  test('decisiveLeaf, wherever a rule turned, is a leaf that turned', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.array(fc.boolean(), { minLength: 64 }),
        fc.array(fc.boolean(), { minLength: 64 }),
        (rule, was, is) => {
          const found = decided(rule, was, is);
          expect(found === null).toBe(holds(rule, [...was]) === holds(rule, [...is]));
          if (found !== null) expect(was[found.position] ?? false).toBe(!(is[found.position] ?? false));
        },
      ),
    );
  });
});
