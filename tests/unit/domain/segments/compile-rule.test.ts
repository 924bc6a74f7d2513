import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { noRelations } from '#contracts/relations.ts';
import { type Comparison, comparisons, type SegmentRule } from '#contracts/segment-rule.ts';
import { event, meaning } from '#domain/features/builders/select.ts';
import { compileRule } from '#domain/segments/compile-rule.ts';
import type { RuleSubject } from '#domain/segments/compiled-segment.ts';
import { did, didThen, firstTime, notDone } from '#domain/segments/event-rules.ts';
import {
  all,
  any,
  atLeast,
  between,
  contains,
  equalTo,
  exists,
  happenedAfter,
  lessThan,
  moreThan,
  not,
  notEqualTo,
  oneOf,
  riskIs,
} from '#domain/segments/rule-builders.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { age, plan, quiet, renewal, used, vip, week } from './rule-features.ts';
import { ruleWorld } from './rule-world.ts';

const hourMs = dayMs / 24;
const at = (name: string, timeMs: number, properties: CanonicalEvent['properties'] = {}) =>
  exampleEvent({ id: `${name}-${timeMs}`, name, timeMs, properties });

/** A cart on 1 June, an order a day later; a plan that is renewed on 11 June. */
const history = [
  at('Carted', juneMs),
  at('Bought', juneMs + dayMs, { total: 2, plan: 'Team Plus', vip: true, renews_at: juneMs + 10 * dayMs }),
];
const orderMs = juneMs + dayMs;

function look(rule: SegmentRule, nowMs: number, told: Partial<RuleSubject> = {}, events = history) {
  const { compiled, subjectAt } = ruleWorld(rule, events);
  return compiled.evaluate({ ...subjectAt(nowMs), ...told });
}

const yes = atLeast(used, 0);
const no = lessThan(used, 0);
const never = { holds: false, nextChangeMs: null };

describe('compileRule', () => {
  test.each<[Comparison, boolean, boolean, boolean]>([
    ['at least', true, true, false],
    ['more than', true, false, false],
    ['at most', false, true, true],
    ['less than', false, false, true],
    ['equal to', false, true, false],
    ['not equal to', true, false, true],
  ])('compileRule of "%s" is %j, %j, %j for a threshold below, at and above the value', (is, ...expected) => {
    const holds = [1, 2, 3].map((threshold) => {
      return look({ op: 'compare', feature: 'week', is, threshold }, orderMs + dayMs).holds;
    });
    expect(holds).toEqual(expected);
  });

  test.each([...comparisons])('compileRule of "%s" is false for a missing value, for ever', (is) => {
    expect(look({ op: 'compare', feature: 'quiet', is, threshold: 5 }, juneMs, {}, [])).toEqual(never);
  });

  test('compileRule turns at the very millisecond at which a rising number reaches a threshold, or passes it', () => {
    const reachedMs = orderMs + 7 * dayMs;
    expect(look(atLeast(quiet, 7), orderMs)).toEqual({ holds: false, nextChangeMs: reachedMs });
    expect(look(atLeast(quiet, 7), reachedMs)).toEqual({ holds: true, nextChangeMs: null });
    expect(look(moreThan(quiet, 7), orderMs)).toEqual({ holds: false, nextChangeMs: reachedMs + 1 });
    expect(look(moreThan(quiet, 7), reachedMs)).toEqual({ holds: false, nextChangeMs: reachedMs + 1 });
    expect(look(equalTo(quiet, 7), orderMs)).toEqual({ holds: false, nextChangeMs: reachedMs });
    expect(look(equalTo(quiet, 7), reachedMs)).toEqual({ holds: true, nextChangeMs: reachedMs + 1 });
    expect(look(equalTo(quiet, 7), reachedMs + 1)).toEqual(never);
    expect(look(notEqualTo(quiet, 7), reachedMs)).toEqual({ holds: false, nextChangeMs: reachedMs + 1 });
    expect(look(between(quiet, 7, 8), reachedMs)).toEqual({ holds: true, nextChangeMs: reachedMs + dayMs + 1 });
  });

  test('compileRule passes over a value that no millisecond hits', () => {
    const third = 7 + 1 / (3 * dayMs);
    expect(look(equalTo(quiet, third), orderMs)).toEqual(never);
    expect(look(oneOf(quiet, third, 9), orderMs)).toEqual({ holds: false, nextChangeMs: orderMs + 9 * dayMs });
  });

  test('compileRule turns as a number falls to a threshold, and past it', () => {
    const dueMs = juneMs + 10 * dayMs;
    expect(look(lessThan(renewal, 3), orderMs)).toEqual({ holds: false, nextChangeMs: dueMs - 3 * dayMs + 1 });
    expect(look(between(renewal, 0, 3), orderMs)).toEqual({ holds: false, nextChangeMs: dueMs - 3 * dayMs });
    expect(look(between(renewal, 0, 3), dueMs)).toEqual({ holds: true, nextChangeMs: dueMs + 1 });
  });

  test('compileRule looks again when a window changes', () => {
    expect(look(atLeast(week, 2), orderMs)).toEqual({ holds: true, nextChangeMs: juneMs + 7 * dayMs });
  });

  test('compileRule compares texts and truths, with what is set and what is not', () => {
    expect(look(contains(plan, 'team'), orderMs)).toEqual({ holds: true, nextChangeMs: null });
    expect(look(oneOf(plan, 'team', 'Team Plus'), orderMs).holds).toBe(true);
    expect(look(oneOf(plan, 'team'), orderMs).holds).toBe(false);
    expect(look(oneOf(vip, true), orderMs).holds).toBe(true);
    expect(look(exists(plan), orderMs).holds).toBe(true);
    expect(look(exists(plan), orderMs, {}, [])).toEqual(never);
    expect(look(contains(plan, 'team'), orderMs, {}, []).holds).toBe(false);
  });

  test('compileRule of did counts what is later than now less the window, what is still to come included', () => {
    const bought = did(meaning('purchase'), { within: { days: 2 } });
    expect(look(bought, orderMs - hourMs)).toEqual({ holds: true, nextChangeMs: orderMs + 2 * dayMs });
    expect(look(bought, orderMs + 2 * dayMs - 1)).toEqual({ holds: true, nextChangeMs: orderMs + 2 * dayMs });
    expect(look(bought, orderMs + 2 * dayMs)).toEqual(never);
    const twice = did(event(['Carted', 'Bought']), { atLeast: 2, within: { days: 3 } });
    expect(look(twice, orderMs)).toEqual({ holds: true, nextChangeMs: juneMs + 3 * dayMs });
    expect(look(did(event('Carted'), { atLeast: 2, within: { days: 3 } }), orderMs)).toEqual(never);
  });

  test('compileRule of not done counts from the last of them, or else from the first sign of life', () => {
    const noOrder = notDone(meaning('purchase'), { for: { hours: 5 } });
    expect(look(noOrder, orderMs)).toEqual({ holds: false, nextChangeMs: orderMs + 5 * hourMs });
    expect(look(noOrder, orderMs + 5 * hourMs)).toEqual({ holds: true, nextChangeMs: null });
    const noTicket = notDone(meaning('ticket'), { for: { days: 9 } });
    expect(look(noTicket, orderMs)).toEqual({ holds: false, nextChangeMs: juneMs + 9 * dayMs });
    expect(look(noTicket, orderMs, {}, [])).toEqual(never);
  });

  test('compileRule of first time holds while the first of them is no longer ago', () => {
    const first = firstTime(event('Carted'), { within: { days: 1 } });
    expect(look(first, juneMs)).toEqual({ holds: true, nextChangeMs: juneMs + dayMs + 1 });
    expect(look(first, juneMs + dayMs).holds).toBe(true);
    expect(look(first, juneMs + dayMs + 1)).toEqual(never);
    expect(look(first, juneMs + 5 * dayMs, {}, [...history, at('Carted', juneMs + 5 * dayMs)])).toEqual(never);
  });

  test('compileRule of did then needs the second later than the first, by no more than the window, for ever', () => {
    const bought = (within: { hours: number }, latest = 5) =>
      didThen(event('Carted'), event('Bought'), { within, latest });
    expect(look(bought({ hours: 24 }), orderMs)).toEqual({ holds: true, nextChangeMs: null });
    expect(look(bought({ hours: 23 }), orderMs)).toEqual(never);
    expect(look(didThen(event('Carted'), event('Carted'), { within: { days: 1 } }), orderMs)).toEqual(never);
    const later = [...history, at('Bought', orderMs + 9 * dayMs, { total: 3 })];
    expect(look(bought({ hours: 24 }, 1), orderMs, {}, later)).toEqual(never);
    expect(look(bought({ hours: 24 }, 2), orderMs, {}, later).holds).toBe(true);
  });

  test('compileRule of a risk band asks the band, and changes when the band does', () => {
    const told = { riskBand: 'medium' as const, nextBandChangeMs: juneMs + 9 * dayMs };
    expect(look(riskIs('high', 'medium'), juneMs, told)).toEqual({ holds: true, nextChangeMs: juneMs + 9 * dayMs });
    expect(look(riskIs('high'), juneMs, told).holds).toBe(false);
  });

  test('compileRule of happenedAfter needs the moment, and the other earlier or not at all', () => {
    const holds = (rule: SegmentRule) => look(rule, orderMs).holds;
    expect(holds(happenedAfter('last purchase', 'last cart'))).toBe(true);
    expect(holds(happenedAfter('last cart', 'last purchase'))).toBe(false);
    expect(look(happenedAfter('last cart', 'last ticket'), orderMs)).toEqual({ holds: true, nextChangeMs: null });
    expect(holds(happenedAfter('last ticket', 'last cart'))).toBe(false);
  });

  test('compileRule asks other segments, the accounts of a customer, and the members of an account', () => {
    const account = (segments: string[]) => ({ accountId: 'acme', version: 1, segments });
    const relations = { members: { count: 9, inSegments: { busy: 2 } }, accounts: [account(['a']), account(['b'])] };
    const holds = (rule: SegmentRule) => look(rule, juneMs, { relations, isIn: (name) => name === 'in' }).holds;
    expect(holds({ op: 'segment', name: 'in' })).toBe(true);
    expect(holds({ op: 'segment', name: 'out' })).toBe(false);
    expect(holds({ op: 'account in', segment: 'b' })).toBe(true);
    expect(holds({ op: 'account in', segment: 'c' })).toBe(false);
    expect(holds({ op: 'members in', segment: 'busy', atLeast: 2 })).toBe(true);
    expect(holds({ op: 'members in', segment: 'busy', atLeast: 3 })).toBe(false);
  });

  test.each([
    [[true, true], true, true],
    [[true, false], false, true],
    [[false, true], false, true],
    [[false, false], false, false],
  ])('compileRule of %j is %j under all and %j under any', (parts, underAll, underAny) => {
    const rules = parts.map((part) => (part ? yes : no));
    expect(look({ op: 'all', of: rules }, juneMs).holds).toBe(underAll);
    expect(look({ op: 'any', of: rules }, juneMs).holds).toBe(underAny);
  });

  test('compileRule of not turns the answer and keeps the time', () => {
    const inner = look(atLeast(quiet, 7), orderMs);
    expect(look(not(atLeast(quiet, 7)), orderMs)).toEqual({ holds: !inner.holds, nextChangeMs: inner.nextChangeMs });
  });

  test('compileRule takes the earliest change of a whole that holds, and the latest of the parts that keep it from holding', () => {
    const soonMs = orderMs + 3 * dayMs;
    const lateMs = orderMs + 9 * dayMs;
    const [soon, late] = [atLeast(quiet, 3), atLeast(quiet, 9)];
    expect(look(all(not(soon), not(late)), orderMs)).toEqual({ holds: true, nextChangeMs: soonMs });
    expect(look(all(soon, late, not(soon)), orderMs)).toEqual({ holds: false, nextChangeMs: lateMs });
    expect(look(any(soon, late), orderMs)).toEqual({ holds: false, nextChangeMs: soonMs });
    expect(look(any(not(soon), not(late)), orderMs)).toEqual({ holds: true, nextChangeMs: lateMs });
    expect(look(all(no, soon), orderMs)).toEqual(never);
  });

  test('compileRule tells each leaf as it is, in the order in which they are written', () => {
    const rule = all(
      atLeast(week, 2),
      not(any(exists(plan), did(event('Bought'), { atLeast: 2, within: { days: 1 } }))),
    );
    const { compiled, subjectAt } = ruleWorld(rule, history);
    expect(compiled.outcomes(subjectAt(orderMs)).map(({ holds, value }) => [holds, value])).toEqual([
      [true, 2],
      [true, 'Team Plus'],
      [false, 1],
    ]);
  });

  test('compileRule is not known while a cell that it reads is not complete', () => {
    const rule = all(atLeast(quiet, 1), did(event('Bought'), { within: { days: 1 } }));
    const { compiled, subjectAt } = ruleWorld(rule, history);
    const subject = subjectAt(orderMs);
    expect(compiled.isKnown(subject)).toBe(true);
    expect(compiled.cells).toHaveLength(1);
    const state = { ...subject.state, complete: new Set<number>() };
    expect(compiled.isKnown({ ...subject, state })).toBe(false);
  });

  test('compileRule does not know the members of an account that were not counted yet', () => {
    const { compiled, subjectAt } = ruleWorld({ op: 'members in', segment: 'inside', atLeast: 1 }, history);
    expect(compiled.isKnown(subjectAt(juneMs))).toBe(true);
    expect(compiled.isKnown({ ...subjectAt(juneMs), relations: noRelations })).toBe(false);
    const relations = { ...noRelations, members: { count: 3, inSegments: {} } };
    expect(compiled.isKnown({ ...subjectAt(juneMs), relations })).toBe(false);
  });

  test('compileRule of a cluster holds for nobody before there is a clustering', () => {
    const { compiled, subjectAt } = ruleWorld({ op: 'cluster', in: ['one', 'two', 'three'] }, history, null);
    expect(compiled.evaluate(subjectAt(juneMs))).toEqual(never);
    const placed = ruleWorld({ op: 'cluster', in: ['one', 'two', 'three'] }, history);
    expect(placed.compiled.evaluate(placed.subjectAt(orderMs)).holds).toBe(true);
  });

  test('compileRule refuses a feature that is not declared, by its name', () => {
    const bind = { subject: 'customer' as const, features: new Map(), cellNumber: () => 0 };
    expect(() => compileRule(atLeast(age, 1), bind)).toThrow('the feature "age" is not declared');
  });
});
