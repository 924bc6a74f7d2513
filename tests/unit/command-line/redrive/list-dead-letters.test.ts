import { describe, expect, test } from 'vitest';
import { describeDeadLetter } from '#infra/command-line/redrive/describe-dead-letter.ts';
import { listDeadLetters } from '#infra/command-line/redrive/list-dead-letters.ts';
import { renderListed, renderMoved } from '#infra/command-line/redrive/render-redrive.ts';
import { fakeDeadLetterQueue, letterOf } from './fake-dead-letter-queue.ts';

const settings = { limit: 1_000, signal: new AbortController().signal };

const eventOf = (userId: string | null, anonymousId: string | null) => ({ userId, anonymousId, name: 'Page Viewed' });

describe('describeDeadLetter', () => {
  test.each([
    [
      'a batch of events',
      { kind: 'events', tenant: 'shop', events: [eventOf('ann', null), eventOf('ann', 'x'), eventOf(null, 'x'), 7] },
      { kind: 'events', tenant: 'shop', customers: 2, events: 4 },
    ],
    [
      'a batch of events out of the archive',
      { kind: 'archived events', tenant: 'shop', events: [eventOf('ann', null)] },
      { kind: 'archived events', tenant: 'shop', customers: 1, events: 1 },
    ],
    [
      'events on their way into the archive',
      {
        kind: 'to archive',
        events: [
          { ...eventOf('ann', null), tenant: 'shop' },
          { ...eventOf('bob', null), tenant: 'shop' },
        ],
      },
      { kind: 'to archive', tenant: 'shop', customers: 2, events: 2 },
    ],
    [
      'events of several tenants on their way into the archive',
      {
        kind: 'to archive',
        events: [{ ...eventOf('ann', null), tenant: 'shop' }, { ...eventOf('ann', null), tenant: 'club' }, 7],
      },
      { kind: 'to archive', tenant: null, customers: 2, events: 3 },
    ],
    [
      'a batch of Segment items',
      { kind: 'segment', tenant: 'shop', source: 'app', batch: [{ type: 'track' }, {}] },
      { kind: 'segment', tenant: 'shop', customers: null, events: 2 },
    ],
    [
      'a batch of CloudEvents',
      { kind: 'cloudevents', tenant: 'shop', source: 'app', events: [{}, {}, {}] },
      { kind: 'cloudevents', tenant: 'shop', customers: null, events: 3 },
    ],
    [
      'an event of a bus',
      { kind: 'eventbridge', tenant: 'shop', source: 'orders', event: { detail: {} } },
      { kind: 'eventbridge', tenant: 'shop', customers: null, events: 1 },
    ],
    [
      'a wake-up',
      { kind: 'wake profile', tenant: 'shop', customerId: 'ann', dueMs: 1 },
      { kind: 'wake profile', tenant: 'shop', customers: 1, events: null },
    ],
    [
      'many wake-ups',
      { kind: 'wake profiles', tenant: 'shop', customers: [{ customerId: 'ann', dueMs: 1 }, { damaged: true }] },
      { kind: 'wake profiles', tenant: 'shop', customers: 2, events: null },
    ],
    [
      'a command',
      { kind: 'send email', tenant: 'shop', customerId: 'ann' },
      { kind: 'send email', tenant: 'shop', customers: 1, events: null },
    ],
    [
      'an announced change',
      { source: 'holdfast', detail: { type: 'Segment Entered', tenant: 'shop', customerId: 'ann' } },
      { kind: 'Segment Entered', tenant: 'shop', customers: 1, events: null },
    ],
    ['something of others', { kind: 'nonsense' }, { kind: 'unknown', tenant: null, customers: null, events: null }],
  ])('describeDeadLetter says what %s is about', (_, body, expected) => {
    const text = JSON.stringify(body);
    expect(describeDeadLetter(letterOf('a', text))).toEqual({
      messageId: 'a',
      ...expected,
      received: 6,
      sent: '2026-01-01T00:00:00.000Z',
      start: text.slice(0, 120),
    });
  });

  test('describeDeadLetter cuts a body at 120 characters and lets no control character through', () => {
    const { kind, start } = describeDeadLetter(letterOf('a', `\u001b[2J\n${'x'.repeat(200)}`));
    expect(kind).toBe('not JSON');
    expect(start).toBe(` [2J ${'x'.repeat(115)}`);
  });
});

describe('listDeadLetters', () => {
  test('listDeadLetters shows each message once and leaves all of them where they are, to be received by anybody', async () => {
    const letters = Array.from({ length: 23 }, (_, index) => letterOf(`m${index}`));
    const { queue, left, hidden, sentBack } = fakeDeadLetterQueue(letters);
    const listed = await listDeadLetters(queue, settings);
    expect(listed.messages.map(({ messageId }) => messageId)).toEqual(letters.map(({ id }) => id));
    expect(listed).toMatchObject({ released: true, failure: null });
    expect([left().length, hidden(), sentBack]).toEqual([23, [], []]);
  });

  test('listDeadLetters ends when it is shown what it has seen', async () => {
    const fake = fakeDeadLetterQueue([letterOf('a'), letterOf('b')], { onReceive: () => fake.unhide() });
    expect((await listDeadLetters(fake.queue, settings)).messages).toHaveLength(2);
    expect(fake.calls.receive).toEqual([10, 10]);
  });

  test('listDeadLetters looks at no more than its limit', async () => {
    const { queue, calls } = fakeDeadLetterQueue([letterOf('a'), letterOf('b'), letterOf('c')]);
    expect((await listDeadLetters(queue, { ...settings, limit: 2 })).messages).toHaveLength(2);
    expect(calls.receive).toEqual([2]);
  });

  test('listDeadLetters gives back what it has when a request fails', async () => {
    const fake = fakeDeadLetterQueue(
      Array.from({ length: 12 }, (_, index) => letterOf(`m${index}`)),
      {
        onReceive() {
          if (fake.calls.receive.length === 1) throw new Error('AccessDenied');
        },
      },
    );
    const listed = await listDeadLetters(fake.queue, settings);
    expect(listed).toMatchObject({ failure: 'AccessDenied', released: true });
    expect(listed.messages).toHaveLength(10);
    expect(fake.hidden()).toEqual([]);
  });
});

describe('renderListed', () => {
  test('renderListed shows a line for each message, and what a larger limit would show', () => {
    const messages = [describeDeadLetter(letterOf('a', '{"kind":"wake run","tenant":"shop","customerId":"ann"}'))];
    const text = renderListed('playbooks', { messages, released: true, failure: null }, 3);
    expect(text.split('\n')).toEqual([
      'kind      tenant  customers  events  received  sent                      begins',
      'wake run  shop            1       –         6  2026-01-01T00:00:00.000Z  {"kind":"wake run","tenant":"shop","customerId":"ann"}',
      '',
      '1 message would be moved; nothing was.',
      'About 3 are there; a larger --limit shows more of them.',
    ]);
  });

  test('renderListed says so when there is nothing', () => {
    const listed = { messages: [], released: true, failure: null };
    expect(renderListed('events', listed, 0)).toBe('No dead letters of events can be seen.');
  });
});

describe('renderMoved', () => {
  const nothing = { moved: 0, refused: [], notDeleted: [], released: true, failure: null };

  test('renderMoved says how many were moved, which were not, and when those can be seen again', () => {
    const refused = [{ messageId: 'a', reason: 'InternalError: try again' }];
    const notDeleted = [{ messageId: 'b', reason: 'ReceiptHandleIsInvalid' }];
    const text = renderMoved('deliveries', { ...nothing, moved: 2, refused, notDeleted, released: false }, 2);
    expect(text.split('\n')).toEqual([
      '2 messages moved back to the queue of deliveries; about 2 are left among the dead letters.',
      '  not taken: a  InternalError: try again',
      '  moved, but not deleted: b  ReceiptHandleIsInvalid',
      'They cannot be received before 120 s from now: giving them back failed.',
    ]);
  });

  test.each([
    [0, 'none is left'],
    [1, 'about 1 is left'],
    [12, 'about 12 are left'],
  ])('renderMoved says how many are left: %d', (left, expected) => {
    expect(renderMoved('events', { ...nothing, moved: 1 }, left)).toBe(
      `1 message moved back to the queue of events; ${expected} among the dead letters.`,
    );
  });

  test('renderMoved says so when there was nothing', () => {
    expect(renderMoved('events', nothing, 0)).toBe('No dead letters of events can be seen; nothing was moved.');
  });
});
