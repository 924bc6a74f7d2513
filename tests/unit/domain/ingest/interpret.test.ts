import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { activity, cart, occurrence, purchase, refund } from '#domain/ingest/event-builders.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { exampleEvent, examplePlan } from '../example-event.ts';

function meaningOf(told: Partial<CanonicalEvent>) {
  return interpret(examplePlan, exampleEvent(told));
}

const problem = (detail: string) => ({ kind: 'problem', detail });

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
    expect(meaningOf({ name: 'Bought' })).toEqual(problem('properties.total must be an amount of money: missing'));
    expect(meaningOf({ name: 'Bought', properties: { total: 'much' } })).toEqual(
      problem('properties.total must be an amount of money: "much"'),
    );
    expect(meaningOf({ name: 'Bought', properties: { total: 'x'.repeat(5_000) } })).toMatchObject({
      detail: expect.stringMatching(/^.{1,130}$/),
    });
  });

  test('interpret refuses a refund below 0, which would make a customer more valuable', () => {
    expect(meaningOf({ name: 'Returned', properties: { total: -5 } })).toEqual(
      problem('properties.total must be the money that went back, 0 or more: -5'),
    );
  });

  test('interpret resolves an alias, so that events from before a renaming mean what they did', () => {
    const plan = trackingPlan([purchase('Order Completed', { amount: 'total', aliases: ['Completed Order'] })]);
    const of = (name: string) => interpret(plan, exampleEvent({ name, properties: { total: 5 } }));
    expect(of('Completed Order')).toEqual({ kind: 'means', meaning: 'purchase', isActivity: true, minor: 500 });
    expect(of('Completed Order')).toEqual(of('Order Completed'));
  });

  test('interpret takes the first amount that is there', () => {
    const plan = trackingPlan([purchase('Bought', { amount: ['total', 'revenue'] })]);
    const of = (properties: CanonicalEvent['properties']) =>
      interpret(plan, exampleEvent({ name: 'Bought', properties }));
    expect(of({ total: 5, revenue: 4 })).toMatchObject({ minor: 500 });
    expect(of({ total: null, revenue: 4 })).toMatchObject({ minor: 400 });
    expect(of({ total: 'x', revenue: 4 })).toMatchObject({
      detail: 'properties.total must be an amount of money: "x"',
    });
    expect(of({})).toMatchObject({ detail: 'properties.total or revenue must be an amount of money: missing' });
  });

  test('interpret counts an amount that may be missing as 0', () => {
    const plan = trackingPlan([purchase('Bought', { amount: 'total', whenAmountWrong: 'allow and report' })]);
    expect(interpret(plan, exampleEvent({ name: 'Bought' }))).toMatchObject({ meaning: 'purchase', minor: 0 });
  });

  test('interpret follows a declaration that says otherwise about the sign of life', () => {
    const plan = trackingPlan([occurrence('Parcel Sent'), activity('Read'), cart('Filled', { isActivity: false })]);
    const isActivity = (name: string) => interpret(plan, exampleEvent({ name }));
    expect(isActivity('Parcel Sent')).toMatchObject({ meaning: null, isActivity: false });
    expect(isActivity('Read')).toMatchObject({ meaning: null, isActivity: true });
    expect(isActivity('Filled')).toMatchObject({ meaning: 'cart', isActivity: false });
  });
});

describe('interpret with currencies', () => {
  const plan = trackingPlan([purchase('Bought', { amount: 'total' }), refund('Returned', { amount: 'total' })], {
    money: { currency: 'USD', rates: { EUR: 1.08, JPY: 0.0067 } },
  });
  const of = (total: string | number, currency: string | number | null, name = 'Bought') =>
    interpret(plan, exampleEvent({ name, properties: { total, currency } }));

  test('interpret converts by the declared rate, half a cent away from zero, and takes codes in any case', () => {
    expect(of(100, 'EUR')).toMatchObject({ minor: 10_800 });
    expect(of('19.99', 'eur')).toMatchObject({ minor: 2_159 });
    expect(of(1_000, 'JPY')).toMatchObject({ minor: 670 });
    expect(of(-1.25, 'EUR')).toMatchObject({ minor: -135 });
    expect(of(5, 'Eur', 'Returned')).toMatchObject({ minor: 540 });
  });

  test('interpret takes an amount as it is in the currency of the plan, and where none is named', () => {
    expect(of(10, 'usd')).toMatchObject({ minor: 1_000 });
    expect(of(10, null)).toMatchObject({ minor: 1_000 });
  });

  test('interpret refuses a currency without a rate, and what is no currency, and names those that have one', () => {
    const rule = 'properties.currency must be a currency with a declared rate (EUR, JPY, USD)';
    expect(of(10, 'CHF')).toEqual(problem(`${rule}: "CHF"`));
    expect(of(10, 'dollars')).toEqual(problem(`${rule}: "dollars"`));
    expect(of(10, 840)).toEqual(problem(`${rule}: 840`));
    expect(of(10, 'constructor')).toEqual(problem(`${rule}: "constructor"`));
  });

  test('interpret refuses an amount that conversion makes too large', () => {
    expect(of(10_000_000_000, 'EUR')).toMatchObject({ kind: 'problem', detail: expect.stringContaining('not larger') });
  });

  test('interpret counts amounts as they are, whatever their currency, where the plan declares none', () => {
    expect(meaningOf({ name: 'Bought', properties: { total: 7, currency: 'CHF' } })).toMatchObject({ minor: 700 });
  });
});
