import { expect, test } from 'vitest';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import type { Transition } from '#contracts/transition.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { readingStream } from '#functions/announce/reading-stream.ts';
import { announcedRecord } from './announced-records.ts';
import { nowMs } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';

/** What layout 1 stored with a profile: whole transitions. */
const transitions: readonly Transition[] = transitionsOf(
  exampleRetention,
  {
    ...announcedRecord('ada', 7, []),
    outbox: {
      mode: 'live',
      correlationId: 'request-1',
      cause: { kind: 'event', eventId: 'event-1', eventName: 'Page Opened' },
      changes: [
        { kind: 'risk', from: 'low', to: 'unknown', score: null },
        { kind: 'entered', segment: 'quiet', segmentVersion: 1, takenIn: null, leaf: null },
        { kind: 'exited', segment: 'valuable', segmentVersion: 1, takenIn: null, leaf: null },
      ],
    },
  },
  null,
);

/** A profile item of layout 1 without any events. */
const item = {
  pk: { S: 'shop|ada' },
  sk: { S: 'profile' },
  version: { N: '7' },
  state: { B: Uint8Array.of(1, 0, 0) },
  recent: { B: new Uint8Array() },
  pages: { N: '0' },
  members: { S: '{}' },
  band: { S: 'unknown' },
  judged: { N: String(nowMs) },
  clock: { S: 'live' },
  outboxVersion: { N: '7' },
  outbox: { S: JSON.stringify(transitions) },
};

test('readingStream announces what an item of layout 1 holds, as the very transitions that were stored with it', async () => {
  const announced: Transition[] = [];
  const read = readingStream(parseProfileItem, async (writes) => {
    announced.push(...writes.flatMap(({ record }) => transitionsOf(exampleRetention, record, null)));
    return null;
  });
  expect(await read([{ sequenceNumber: '1', image: item }])).toBeNull();
  expect(announced).toEqual(transitions);
});
