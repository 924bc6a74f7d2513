import { expect, test } from 'vitest';
import { cutBatches, laneOf } from '#infra/local/event-sources/stream-lanes.ts';

const record = (Keys: Record<string, unknown>) => ({
  eventID: '1',
  eventName: 'INSERT',
  dynamodb: { Keys, SequenceNumber: '1' },
});

test('laneOf gives one item the same lane, in whatever order its keys come', () => {
  const one = laneOf(record({ pk: { S: 'customer' }, sk: { S: 'profile' } }), 4);
  expect(laneOf(record({ sk: { S: 'profile' }, pk: { S: 'customer' } }), 4)).toBe(one);
  expect(laneOf(record({ pk: { S: 'customer' } }), 1)).toBe(0);
});

test('laneOf spreads items over all lanes', () => {
  const lanes = Array.from({ length: 200 }, (_, index) => laneOf(record({ pk: { S: `customer-${index}` } }), 4));
  expect(new Set(lanes)).toEqual(new Set([0, 1, 2, 3]));
});

test('cutBatches bounds batches by count and by the bytes that Lambda accepts', () => {
  const pending = (json: string) => ({ sequenceNumber: json.slice(0, 3), json, writtenMs: 0 });
  expect(cutBatches(['a', 'b', 'c', 'd', 'e'].map(pending), 2).map((batch) => batch.length)).toEqual([2, 2, 1]);
  const large = 'x'.repeat(3 * 1024 * 1024);
  expect(cutBatches([pending(large), pending(large), pending('s')], 100).map((batch) => batch.length)).toEqual([1, 2]);
  expect(cutBatches([], 10)).toEqual([]);
});
