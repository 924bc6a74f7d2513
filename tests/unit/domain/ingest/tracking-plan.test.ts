import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json } from '#contracts/json.ts';
import {
  amountMinor,
  cart,
  interpret,
  maximumAmountMinor,
  purchase,
  trackingPlan,
} from '#domain/ingest/tracking-plan.ts';
import { exampleEvent, examplePlan } from '../example-event.ts';

function meaningOf(told: Partial<CanonicalEvent>) {
  return interpret(examplePlan, exampleEvent(told));
}

describe('amountMinor', () => {
  test('amountMinor reads cents back exactly, as number and as text, up to ten million', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (cents) => {
        expect(amountMinor(cents / 100)).toBe(cents);
        expect(amountMinor(-cents / 100)).toBe(cents === 0 ? 0 : -cents);
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        expect(amountMinor(text)).toBe(cents);
      }),
      { numRuns: 5_000 },
    );
  });

  test('amountMinor rounds tenths of cents as decimal arithmetic does, half away from zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (thousandths) => {
        expect(amountMinor(thousandths / 1_000)).toBe(Math.floor((thousandths + 5) / 10));
      }),
      { numRuns: 5_000 },
    );
    expect([1.005, 4.035, 8.345, 1.115, -1.005].map((amount) => amountMinor(amount))).toEqual([
      101, 404, 835, 112, -101,
    ]);
  });

  test.each<[Json, number]>([
    [' 12.30 ', 1230],
    ['+5', 500],
    ['.5', 50],
    ['-0.001', 0],
    [0, 0],
    [maximumAmountMinor / 100, maximumAmountMinor],
  ])('amountMinor reads %j as %i', (value, minor) => {
    expect(amountMinor(value)).toBe(minor);
  });

  test.each<[Json | undefined]>([
    [undefined],
    [null],
    [true],
    [''],
    [' '],
    ['12,30'],
    ['1 000'],
    ['€5'],
    ['0x10'],
    ['1e3'],
    ['NaN'],
    ['Infinity'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [maximumAmountMinor / 100 + 1],
    ['99999999999999999999'],
    [[5]],
    [{ amount: 5 }],
  ])('amountMinor refuses %j', (value) => {
    expect(amountMinor(value)).toBeNull();
  });
});

describe('interpret', () => {
  test.each([
    ['Bought', 'purchase', true, 1000],
    ['Returned', 'refund', false, 1000],
    ['Carted', 'cart', true, 0],
    ['Complained', 'ticket', true, 0],
    ['Cancelled', 'cancellation', false, 0],
    ['Looked', null, true, 0],
    ['__proto__', null, true, 0],
    ['constructor', null, true, 0],
  ])('interpret takes "%s" as %j, activity: %j, money: %i', (name, meaning, isActivity, minor) => {
    expect(meaningOf({ name, properties: { total: 10 } })).toEqual({ kind: 'means', meaning, isActivity, minor });
  });

  test.each(['page', 'screen'] as const)('interpret takes a %s as activity, whatever it is called', (type) => {
    expect(meaningOf({ type, name: 'Bought' })).toEqual({ kind: 'means', meaning: null, isActivity: true, minor: 0 });
  });

  test.each(['identify', 'group', 'alias'] as const)('interpret takes an %s as nothing', (type) => {
    expect(meaningOf({ type, name: 'Bought' })).toEqual({ kind: 'means', meaning: null, isActivity: false, minor: 0 });
  });

  test('interpret takes what happened in the background as no sign of life', () => {
    expect(meaningOf({ context: { active: false } })).toMatchObject({ isActivity: false });
    expect(meaningOf({ type: 'screen', context: { active: false } })).toMatchObject({ isActivity: false });
  });

  test('interpret says what is wrong with the money, with the value', () => {
    const problem = (detail: string) => ({ kind: 'problem', detail });
    expect(meaningOf({ name: 'Bought' })).toEqual(problem('properties.total must be an amount of money: missing'));
    expect(meaningOf({ name: 'Bought', properties: { total: 'much' } })).toEqual(
      problem('properties.total must be an amount of money: "much"'),
    );
    expect(meaningOf({ name: 'Bought', properties: { total: 'x'.repeat(5_000) } })).toMatchObject({
      detail: expect.stringMatching(/^.{1,130}$/),
    });
  });

  test('interpret refuses a refund below 0, which would make a customer more valuable', () => {
    expect(meaningOf({ name: 'Returned', properties: { total: -5 } })).toEqual({
      kind: 'problem',
      detail: 'properties.total must be the money that went back, 0 or more: -5',
    });
  });
});

describe('trackingPlan', () => {
  test('trackingPlan refuses an event that is declared twice, by its name', () => {
    expect(() => trackingPlan([cart('Added'), purchase('Added', { amount: 'total' })])).toThrow('twice: Added');
  });
});
