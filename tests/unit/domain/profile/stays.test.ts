import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import { atLeast, lessThan, not, segment } from '#domain/segments/rule-builders.ts';
import { orders, quietDays, spent } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { defining, JudgedCustomer } from './judging.ts';

/** Somebody who was seen at the beginning of June. */
const seen = stateOf([exampleEvent({ timeMs: juneMs })]);

/** Somebody who has bought for so much. */
function buyer(total: number): ProfileState {
  return stateOf([exampleEvent({ name: 'Bought', properties: { total }, timeMs: juneMs })]);
}

const about = { version: 1, description: 'For a test.' };
const rich = segment('rich', { ...about, rule: atLeast(spent, 100), staysWhile: atLeast(spent, 80) });
const patient = segment('patient', { ...about, rule: lessThan(quietDays, 2), minimumStay: { days: 5 } });

describe('judgeProfile with a rule to enter and another to stay', () => {
  test('judgeProfile lets nobody in between the two thresholds, and nobody out', () => {
    const definitions = defining([rich]);
    const between = new JudgedCustomer();
    expect(between.look(definitions, buyer(90), 0).said).toEqual([]);
    const customer = new JudgedCustomer();
    expect(customer.look(definitions, buyer(100), 0).said).toEqual(['entered rich']);
    expect(customer.look(definitions, buyer(90), 1).said).toEqual(['held back rich by threshold']);
    expect(customer.look(definitions, buyer(79), 2).said).toEqual(['exited rich']);
    expect(customer.look(definitions, buyer(90), 3).said).toEqual([]);
  });

  test('judgeProfile says once for each time that somebody is held back, and keeps the stay as it began', () => {
    const definitions = defining([rich]);
    const customer = new JudgedCustomer();
    customer.look(definitions, buyer(100), 0);
    const stay = { sinceMs: juneMs, version: 1, enteredVersion: 1 };
    expect(customer.look(definitions, buyer(90), 1).said).toEqual(['held back rich by threshold']);
    expect(customer.before?.memberships).toEqual({ rich: { ...stay, heldBack: true } });
    expect(customer.look(definitions, buyer(85), 2).said).toEqual([]);
    expect(customer.look(definitions, buyer(120), 3).said).toEqual([]);
    expect(customer.before?.memberships).toEqual({ rich: { ...stay, heldBack: false } });
    expect(customer.look(definitions, buyer(95), 4).said).toEqual(['held back rich by threshold']);
  });

  test('judgeProfile holds nobody back while only history is known, whatever part of it was judged first', () => {
    const definitions = defining([rich, patient]);
    const customer = new JudgedCustomer();
    expect(customer.look(definitions, buyer(100), 0, true).said).toEqual(['entered rich', 'entered patient']);
    expect(customer.look(definitions, buyer(90), 3 * dayMs, true).said).toEqual(['exited rich', 'exited patient']);
    expect(customer.look(definitions, buyer(120), 3 * dayMs, true).said).toEqual(['entered rich']);
    // From the first live judgement on, stays are as they always are.
    expect(customer.look(definitions, buyer(90), 4 * dayMs).said).toEqual(['held back rich by threshold']);
  });

  test('judgeProfile lets nobody in who would not stay', () => {
    const rules = { rule: atLeast(orders, 1), staysWhile: not(atLeast(orders, 1)) };
    const odd = segment('odd', { ...about, ...rules });
    const customer = new JudgedCustomer();
    expect(customer.look(defining([odd]), buyer(10), 0).said).toEqual([]);
    expect(customer.look(defining([odd]), seen, 1).said).toEqual([]);
  });

  test('judgeProfile names the leaf of the rule to stay, counted after those to enter, where that lets somebody in', () => {
    const rules = { rule: atLeast(orders, 1), staysWhile: atLeast(spent, 80) };
    const definitions = defining([segment('payer', { ...about, ...rules })]);
    const customer = new JudgedCustomer();
    expect(customer.look(definitions, buyer(70), 0).said).toEqual([]);
    const { verdict } = customer.look(definitions, buyer(90), 1);
    const leaf = { position: 1, before: 70, after: 90 };
    expect(verdict.changes).toContainEqual(expect.objectContaining({ kind: 'entered', segment: 'payer', leaf }));
  });

  test('judgeProfile looks again when either rule could turn out otherwise', () => {
    const rules = { rule: lessThan(quietDays, 2), staysWhile: lessThan(quietDays, 6) };
    const definitions = defining([segment('fresh', { ...about, ...rules })]);
    const customer = new JudgedCustomer();
    expect(customer.look(definitions, seen, 0).verdict.nextChangeMs).toBe(juneMs + 2 * dayMs);
    const held = customer.look(definitions, seen, 2 * dayMs);
    expect(held.said).toEqual(['held back fresh by threshold']);
    expect(held.verdict.nextChangeMs).toBe(juneMs + 6 * dayMs);
    expect(customer.look(definitions, seen, 6 * dayMs - 1).said).toEqual([]);
    expect(customer.look(definitions, seen, 6 * dayMs).said).toEqual(['exited fresh']);
  });
});

describe('judgeProfile with a minimum stay', () => {
  test('judgeProfile lets somebody go at the very millisecond at which the minimum stay is over', () => {
    const definitions = defining([patient]);
    const customer = new JudgedCustomer();
    expect(customer.look(definitions, seen, dayMs).said).toEqual(['entered patient']);
    const held = customer.look(definitions, seen, 2 * dayMs);
    expect(held.said).toEqual(['held back patient by minimum stay']);
    expect(customer.look(definitions, seen, 6 * dayMs - 1).said).toEqual([]);
    expect(customer.look(definitions, seen, 6 * dayMs).said).toEqual(['exited patient']);
  });

  test('judgeProfile asks to look again when the minimum stay is over, once nothing else holds somebody', () => {
    const definitions = defining([patient]);
    const customer = new JudgedCustomer();
    expect(customer.look(definitions, seen, dayMs).verdict.nextChangeMs).toBe(juneMs + 2 * dayMs);
    expect(customer.look(definitions, seen, 2 * dayMs).verdict.nextChangeMs).toBe(juneMs + 6 * dayMs);
  });

  test('judgeProfile counts a stay that is held by the threshold and then by the minimum stay as held back once', () => {
    const rules = { rule: atLeast(spent, 100), staysWhile: atLeast(spent, 80), minimumStay: { hours: 3 } };
    const definitions = defining([segment('rich', { ...about, ...rules })]);
    const customer = new JudgedCustomer();
    customer.look(definitions, buyer(100), 0);
    expect(customer.look(definitions, buyer(90), 1).said).toEqual(['held back rich by threshold']);
    expect(customer.look(definitions, buyer(10), 2).said).toEqual([]);
    expect(customer.look(definitions, buyer(10), 3 * 3_600_000).said).toEqual(['exited rich']);
  });
});

describe('judgeProfile and its stays', () => {
  test('judgeProfile gives, wherever it is asked, the stays of a brute-force count over every look', () => {
    const minimumDays = 3;
    const rules = { rule: atLeast(spent, 100), staysWhile: atLeast(spent, 80), minimumStay: { days: minimumDays } };
    const definitions = defining([segment('rich', { ...about, ...rules })]);
    const looks = fc.array(
      fc.record({ total: fc.constantFrom(0, 79, 80, 99, 100, 150), afterDays: fc.integer({ min: 0, max: 2 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(looks, (drawn) => {
        const customer = new JudgedCustomer();
        let sinceDay: number | null = null;
        let heldTimes = 0;
        let isHeld = false;
        let seenHeld = 0;
        let day = 0;
        for (const { total, afterDays } of drawn) {
          day += afterDays;
          const { said } = customer.look(definitions, buyer(total), day * dayMs);
          if (sinceDay === null) sinceDay = total >= 100 ? day : null;
          else if (total < 80 && day >= sinceDay + minimumDays) sinceDay = null;
          const holdsBack = sinceDay !== null && total < 100;
          if (holdsBack && !isHeld) heldTimes += 1;
          isHeld = holdsBack;
          seenHeld += said.filter((one) => one.startsWith('held back')).length;
          const stay = customer.before?.memberships['rich'];
          expect(stay?.sinceMs ?? null).toBe(sinceDay === null ? null : juneMs + sinceDay * dayMs);
          expect(stay?.heldBack ?? false).toBe(isHeld);
        }
        expect(seenHeld).toBe(heldTimes);
      }),
    );
  });
});
