import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { segmentItemSchema } from '#contracts/segment-request.ts';
import { alone } from '#domain/ingest/item-surroundings.ts';
import { readOrdinaryItem } from '#domain/ingest/ordinary-item.ts';
import { segmentEvent } from '#domain/ingest/segment-event.ts';
import { anySegmentItem } from './any-segment-item.ts';
import { around, track } from './decoding.ts';

const surroundings = alone(around, 'fallback');

describe('readOrdinaryItem', () => {
  test('readOrdinaryItem takes nothing that the schema refuses, and makes the very same event of what it takes', () => {
    let taken = 0;
    fc.assert(
      fc.property(anySegmentItem, (item) => {
        const ordinary = readOrdinaryItem(item);
        if (ordinary === null) return;
        taken += 1;
        const parsed = segmentItemSchema.parse(item);
        expect(segmentEvent(ordinary, surroundings)).toEqual(segmentEvent(parsed, surroundings));
      }),
      { numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(200);
  });

  test.each([
    [track],
    [{ type: 'identify', userId: 'ada', traits: { plan: 'pro' }, timestamp: '2026-05-31T23:59:59.123Z' }],
    [{ type: 'page', anonymousId: 'a', name: 'Home', properties: {}, context: {} }],
    [{ type: 'screen', userId: 7, name: null, messageId: null }],
    [{ type: 'group', userId: 'ada', groupId: 'acme', integrations: {} }],
    [{ type: 'alias', userId: 'ada', previousId: 'a' }],
  ])('readOrdinaryItem takes %j without asking the schema', (item) => {
    expect(readOrdinaryItem(item)).not.toBeNull();
  });

  test.each([[null], ['track'], [[]], [{}], [{ ...track, type: 'shout' }], [{ ...track, event: '' }]])(
    'readOrdinaryItem leaves %j to the schema',
    (item) => {
      expect(readOrdinaryItem(item)).toBeNull();
    },
  );
});
