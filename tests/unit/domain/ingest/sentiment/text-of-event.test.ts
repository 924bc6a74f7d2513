import { describe, expect, test } from 'vitest';
import { activity, purchase } from '#domain/ingest/event-builders.ts';
import { optional } from '#domain/ingest/property-declaration.ts';
import { text } from '#domain/ingest/property-types.ts';
import { textOfEvent } from '#domain/ingest/sentiment/text-of-event.ts';
import { careEvents } from '#domain/ingest/standard-events/care-events.ts';
import { ecommerceEvents } from '#domain/ingest/standard-events/ecommerce-events.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { exampleEvent } from '../../example-event.ts';

const plan = trackingPlan([activity('Answer Given', { aliases: ['Answered'], sentiment: ['answer', 'comment'] })], {
  basedOn: [...careEvents, ...ecommerceEvents],
});
const of = (name: string, properties = {}) => textOfEvent(plan, exampleEvent({ name, properties }));

describe('textOfEvent', () => {
  test('textOfEvent gives the first declared property that holds a text, under any name of the event', () => {
    expect(of('Answer Given', { answer: 'yes', comment: 'no' })).toBe('yes');
    expect(of('Answered', { answer: '  ', comment: 'no' })).toBe('no');
    expect(of('Answer Given', { answer: 7, comment: 'no' })).toBe('no');
  });

  test.each([
    ['Answer Given', {}],
    ['Answer Given', { answer: null, comment: ['no'] }],
    ['Something Else', { answer: 'yes' }],
    ['constructor', { answer: 'yes' }],
  ])('textOfEvent gives null for %s %j', (name, properties) => {
    expect(of(name, properties)).toBeNull();
  });

  test('textOfEvent gives null for other calls than track', () => {
    expect(
      textOfEvent(plan, exampleEvent({ type: 'page', name: 'Answer Given', properties: { answer: 'a' } })),
    ).toBeNull();
  });

  test('textOfEvent knows the texts of the standard events: of reviews, and of tickets', () => {
    expect(of('Product Reviewed', { review_body: 'fine' })).toBe('fine');
    expect(of('Support Ticket Opened', { body: 'help' })).toBe('help');
    expect(of('Ticket Created', { message: 'help' })).toBe('help');
    expect(of('Support Ticket Created', { text: 'help' })).toBe('help');
  });
});

describe('trackingPlan', () => {
  test.each([
    [() => activity('A', { sentiment: ['a', 'a'] }), 'a text is named twice: a, a'],
    [() => activity('A', { sentiment: '' }), 'a property name has 1 to 200 characters'],
    [
      () => activity('A', { sentiment: 'holdfastSentiment' }),
      '"holdfastSentiment" is kept for what Holdfast finds in a text',
    ],
    [
      () => activity('A', { properties: { holdfastSentiment: optional(text()) } }),
      '"holdfastSentiment" is kept for what Holdfast finds in a text',
    ],
    [() => purchase('A', { amount: 'total', sentiment: 'total' }), '"total" carries its money and is no text'],
  ])('trackingPlan refuses a text that cannot be one (%#)', (declare, problem) => {
    expect(() => trackingPlan([declare()])).toThrow(`Cannot declare the event "A": ${problem}`);
  });
});
