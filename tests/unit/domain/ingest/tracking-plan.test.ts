import { describe, expect, test } from 'vitest';
import { activity, cart, consentChange, type EventOptions, purchase, refund } from '#domain/ingest/event-builders.ts';
import type { ConsentProperties } from '#domain/ingest/event-declaration.ts';
import { list, object } from '#domain/ingest/nested-types.ts';
import type { MoneyDeclaration } from '#domain/ingest/plan-money.ts';
import { optional, type PropertyDeclaration, required } from '#domain/ingest/property-declaration.ts';
import { number, oneOf, text, wholeNumber } from '#domain/ingest/property-types.ts';
import { plannedEvent, plannedEvents, trackingPlan } from '#domain/ingest/tracking-plan.ts';

describe('trackingPlan', () => {
  test('trackingPlan refuses an event that is declared twice, by its name', () => {
    expect(() => trackingPlan([cart('Added'), purchase('Added', { amount: 'total' })])).toThrow('twice: Added');
  });

  test('trackingPlan refuses an alias that is the name or an alias of another event, or is named twice', () => {
    const renamed = (name: string, ...aliases: string[]) => activity(name, { aliases });
    expect(() => trackingPlan([cart('Added'), renamed('Put', 'Added')])).toThrow(
      'Cannot declare the event "Put": it would be known as "Added", which is "Added" already',
    );
    expect(() => trackingPlan([renamed('Put', 'Added'), cart('Added')])).toThrow('which is "Put" already');
    expect(() => trackingPlan([renamed('Put', 'Old'), renamed('Added', 'Old')])).toThrow('which is "Put" already');
    expect(() => trackingPlan([renamed('Put', 'Put')])).toThrow('it would be known as "Put" twice');
  });

  test.each<[string, EventOptions]>([
    ['its version must be a whole number of at least 1, got 0', { version: 0 }],
    ['its version must be a whole number of at least 1, got 1.5', { version: 1.5 }],
    ['a name may not be empty, nor begin or end with a blank', { aliases: [' Old'] }],
    ['a name has at most 200 characters, got 201', { aliases: ['x'.repeat(201)] }],
    ['every object has a member of that name', { properties: { constructor: optional(text()) } }],
    ['a property name has 1 to 200 characters, got 0', { properties: { '': optional(text()) } }],
    [
      'it has 201 properties, the limit is 200',
      { properties: Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`p${n}`, optional(text())])) },
    ],
  ])('trackingPlan refuses a declaration, because %s', (reason, options) => {
    expect(() => trackingPlan([activity('Seen', options)])).toThrow(reason);
    expect(() => trackingPlan([activity('Seen', options)])).toThrow('Cannot declare the event "Seen": ');
  });

  test('trackingPlan refuses money that is declared as an ordinary property too, twice, or not at all', () => {
    const properties = { total: optional(number()) };
    expect(() => trackingPlan([purchase('Bought', { amount: 'total', properties })])).toThrow(
      '"total" carries its money',
    );
    expect(() => trackingPlan([purchase('Bought', { amount: ['total', 'total'] })])).toThrow(
      'named twice for its money',
    );
    expect(() => trackingPlan([refund('Returned', { amount: [] })])).toThrow('no property is named for the amount');
  });

  test('trackingPlan refuses consent without a channel, and one property for the channel and the answer', () => {
    const declare = (options: ConsentProperties) => () => trackingPlan([consentChange('Left', options)]);
    expect(declare({ channel: { is: '-' }, granted: false })).toThrow('its channel must have a name, got "-"');
    expect(declare({ channel: { property: 'on' }, granted: { property: 'on' } })).toThrow('cannot carry both');
  });

  test.each<[string, MoneyDeclaration]>([
    ['Cannot declare the currency "EURO": a code is three letters', { currency: 'EURO' }],
    ['Cannot declare the currency EUR twice', { currency: 'USD', rates: { EUR: 1.08, eur: 1.09 } }],
    ['Cannot declare the currency USD twice', { currency: 'USD', rates: { usd: 2 } }],
    ['Cannot declare the rate of EUR: it must be a number above 0, got 0', { currency: 'USD', rates: { EUR: 0 } }],
  ])('trackingPlan refuses currencies: %s', (reason, money) => {
    expect(() => trackingPlan([], { money })).toThrow(reason);
  });

  test('trackingPlan lets an own declaration replace one that it is based on, and drops an alias that an own one uses', () => {
    const basedOn = [
      purchase('Order Completed', { amount: 'total', aliases: ['Completed Order', 'order_completed'] }),
      cart('Product Added', { aliases: ['Added'] }),
    ];
    const plan = trackingPlan([activity('Order Completed'), activity('Put', { aliases: ['Added'] })], { basedOn });
    expect(plannedEvent(plan, 'Order Completed')).toMatchObject({ meaning: null });
    expect(plannedEvent(plan, 'Completed Order')).toBeUndefined();
    expect(plannedEvent(plan, 'Added')).toMatchObject({ name: 'Put' });
    expect(plannedEvents(plan).map((event) => [event.name, event.aliases])).toEqual([
      ['Order Completed', []],
      ['Put', ['Added']],
      ['Product Added', []],
    ]);
  });

  test('trackingPlan takes what has the name of an alias for the same event, under all its other names', () => {
    const basedOn = [
      purchase('Order Completed', { amount: 'total', aliases: ['Completed Order', 'order_completed'] }),
      cart('Product Added', { aliases: ['Added'] }),
    ];
    const own = [purchase('Bought', { amount: 'total', aliases: ['Order Completed'] }), activity('Completed Order')];
    const plan = trackingPlan(own, { basedOn });
    for (const name of ['Order Completed', 'order_completed']) expect(plannedEvent(plan, name)?.name).toBe('Bought');
    expect(plannedEvents(plan).map((event) => [event.name, event.aliases])).toEqual([
      ['Bought', ['Order Completed', 'order_completed']],
      ['Completed Order', []],
      ['Product Added', ['Added']],
    ]);
  });

  test('trackingPlan refuses two that it is based on with one name', () => {
    expect(() => trackingPlan([], { basedOn: [cart('Added'), activity('Added')] })).toThrow('twice: Added');
  });

  test('consentChange declares the properties of channel and answer itself', () => {
    const event = consentChange('Consent Changed', {
      channel: { property: 'channel' },
      granted: { property: 'granted' },
    });
    expect(Object.keys(event.properties)).toEqual(['channel', 'granted']);
    expect(event).toMatchObject({ meaning: 'consent change', isActivity: false });
  });
});

describe('the types of properties', () => {
  test.each<[string, () => PropertyDeclaration['type']]>([
    ['its bounds must be two numbers in order, got 5 and 1', () => number({ least: 5, most: 1 })],
    ['its bounds must be two numbers in order, got NaN', () => wholeNumber({ least: Number.NaN })],
    ['its bounds must be whole numbers of at least 0, got -1', () => text({ shortest: -1 })],
    ['its pattern may have no flags', () => text({ pattern: /a/i })],
    ['Cannot declare a choice: it must have at least one value', () => oneOf()],
    ['a value is named twice', () => oneOf('a', 'a')],
    ['its bound must be a whole number of at least 0, got -1', () => list(text(), { most: -1 })],
    ['its bound must be a whole number of at least 0, got 1.5', () => list(null, { most: 1.5 })],
    ['every object has a member of that name', () => object({ ['__proto__']: required(text()) })],
    ['cannot say what happens when it is wrong', () => object({ sku: required(text(), { whenWrong: 'block' }) })],
  ])('a property type cannot be declared: %s', (reason, declare) => {
    expect(declare).toThrow(reason);
  });
});
