import { describe, expect, test } from 'vitest';
import { exampleStartMs, exampleWorld } from './example-world.ts';
import { createOutageMeter } from './outage-meter.ts';
import type { QueuedMessage } from './simulated-queue.ts';

const outage = { fromMs: exampleStartMs, untilMs: exampleStartMs + 60_000 };

function messageOf(id: string, events: readonly object[]): QueuedMessage {
  return { id, firstId: id, body: JSON.stringify({ kind: 'events', events }), sentMs: 0, receives: 1, isGone: false };
}

function writesOf(...messages: readonly QueuedMessage[]): number {
  const meter = createOutageMeter(exampleWorld({}, { outage }));
  meter.received(messages);
  return meter.writes();
}

const group = (userId: string, accountId: string, properties: object) => ({
  ...{ type: 'group', userId, anonymousId: null, accountId, properties },
});

describe('createOutageMeter', () => {
  test('createOutageMeter counts each customer of a message once', () => {
    const ada = { type: 'track', userId: 'ada', anonymousId: null, properties: {} };
    const visitor = { type: 'page', userId: null, anonymousId: 'v', properties: {} };
    expect(writesOf(messageOf('m1', [ada, ada, visitor]), messageOf('m2', [ada]))).toBe(3);
  });

  test('createOutageMeter counts each account that a message tells something of, for it is written too', () => {
    const told = { plan: 'pro' };
    const events = [group('ada', 'one', told), group('bob', 'one', told), group('ada', 'two', told)];
    expect(writesOf(messageOf('m1', events))).toBe(4);
    expect(writesOf(messageOf('m1', [group('ada', 'one', {})]))).toBe(1);
  });

  test('createOutageMeter counts what cannot be read as one', () => {
    expect(writesOf({ ...messageOf('m1', []), body: 'not JSON' })).toBe(1);
  });
});
