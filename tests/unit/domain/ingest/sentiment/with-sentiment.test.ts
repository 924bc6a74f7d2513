import { describe, expect, test } from 'vitest';
import { withSentiment } from '#domain/ingest/sentiment/with-sentiment.ts';
import { exampleEvent } from '../../example-event.ts';

describe('withSentiment', () => {
  test('withSentiment puts what was found in place of whatever a sender said', () => {
    const event = exampleEvent({ properties: { a: 1, holdfastSentiment: 'best' } });
    expect(withSentiment(event, -0.5)).toEqual({ ...event, properties: { a: 1, holdfastSentiment: -0.5 } });
    expect(event.properties).toEqual({ a: 1, holdfastSentiment: 'best' });
  });

  test('withSentiment takes away what a sender said where nothing was found', () => {
    const event = exampleEvent({ properties: { a: 1, holdfastSentiment: 1 } });
    expect(withSentiment(event, null).properties).toEqual({ a: 1 });
  });

  test('withSentiment gives back the very event where there is nothing to do', () => {
    const event = exampleEvent({ properties: { a: 1 } });
    expect(withSentiment(event, null)).toBe(event);
  });
});
