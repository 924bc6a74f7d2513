import { describe, expect, test } from 'vitest';
import { meanings } from '#contracts/moment.ts';
import { conform } from '#domain/ingest/conform.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { plannedEvent, plannedEvents } from '#domain/ingest/tracking-plan.ts';
import { plan } from '#retention/tracking-plan.ts';
import { exampleEvent } from '../../example-event.ts';
import { segmentExamples } from './segment-examples.ts';

describe('the standard events', () => {
  test.each(segmentExamples)('the example of Segment for %s conforms, without a report', (name, properties) => {
    const event = exampleEvent({ name, properties });
    expect(conform(plan, event)).toEqual({ kind: 'conforms', event, reports: [] });
    expect(plannedEvent(plan, name)).toMatchObject({ name });
  });

  test('every name of the e-commerce and B2B SaaS specifications has an example here', () => {
    const told = new Set(segmentExamples.map(([name]) => name));
    expect(told.size).toBe(38);
  });

  test.each([
    ['Order Completed', { total: 27.5, currency: 'USD' }, 'purchase', true, 2_750],
    ['Completed Order', { revenue: '25.00' }, 'purchase', true, 2_500],
    ['order_completed', { total: 1 }, 'purchase', true, 100],
    ['Order Refunded', { total: 30 }, 'refund', false, 3_000],
    ['Product Added', {}, 'cart', true, 0],
    ['Checkout Started', {}, 'cart', true, 0],
    ['Order Cancelled', { total: 30 }, null, false, 0],
    ['Product Reviewed', { rating: 5 }, 'review', true, 0],
    ['Signed Up', {}, 'signup', true, 0],
    ['Logged In', {}, 'login', true, 0],
    ['Invite Sent', {}, 'invitation', true, 0],
    ['Trial Started', {}, 'trial start', true, 0],
    ['Trial Ended', {}, 'trial end', false, 0],
    ['Account Deleted', {}, 'cancellation', false, 0],
    ['Account Added User', {}, null, false, 0],
    ['Support Ticket Opened', {}, 'ticket', true, 0],
    ['Support Ticket Closed', {}, 'ticket resolved', false, 0],
    ['Subscription Created', {}, 'subscription start', true, 0],
    ['Subscription Cancelled', {}, 'cancellation', false, 0],
    ['Subscription Canceled', {}, 'cancellation', false, 0],
    ['Subscription Upgraded', {}, 'plan change', true, 0],
    ['Payment Failed', {}, 'payment failure', false, 0],
    ['Feature Used', { feature: 'export' }, 'feature use', true, 0],
    ['Usage Limit Reached', {}, 'limit hit', true, 0],
    ['Unsubscribed', {}, 'consent change', false, 0],
    ['Email Delivered', {}, null, false, 0],
    ['Email Link Clicked', {}, null, true, 0],
  ] as const)('%s %j means %j, a sign of life: %j, money: %i', (name, properties, meaning, isActivity, minor) => {
    expect(interpret(plan, exampleEvent({ name, properties }))).toEqual({ kind: 'means', meaning, isActivity, minor });
  });

  test('the standard events refuse nothing but money that cannot be counted and consent that is not clear', () => {
    const odd = { a: 1 };
    for (const event of plannedEvents(plan)) {
      const names = Object.keys(event.properties);
      const properties = Object.fromEntries(names.map((name) => [name, odd]));
      const isStrict = event.money !== null || (event.consent !== null && names.includes('granted'));
      const found = conform(plan, exampleEvent({ name: event.name, properties }));
      expect(found.kind, event.name).toBe(isStrict ? 'problem' : 'conforms');
    }
  });

  test('the standard events name every meaning', () => {
    const named = new Set(plannedEvents(plan).map((event) => event.meaning));
    expect(meanings.filter((meaning) => !named.has(meaning))).toEqual(['activity']);
  });
});
