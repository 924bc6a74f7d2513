import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assignArm } from '#domain/playbooks/assign-arm.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';

const startMs = Date.UTC(2026, 2, 2, 9);
const minuteMs = 60_000;

/** Customers whose arm of a playbook is known beforehand, because it follows from their id alone. */
function customerIn(playbook: string, arm: 'treated' | 'holdout'): string {
  for (let index = 0; index < 1_000; index += 1) {
    const customerId = `customer-${index}`;
    if (assignArm({ tenant: 'flow', playbook, customerId }, 0.1) === arm) return customerId;
  }
  throw new Error(`Cannot find a customer in the arm ${arm} of ${playbook}`);
}

describe('the whole loop', () => {
  let holdfast: LocalHoldfast;
  const treated = customerIn('win-back', 'treated');
  const heldOut = customerIn('win-back', 'holdout');

  const orderOf = (userId: string, messageId: string) => {
    return { type: 'track', userId, messageId, event: 'Order Completed', properties: { total: 19.99 } };
  };

  beforeAll(async () => {
    holdfast = await startLocalHoldfast('whole-loop', { startMs });
  });
  afterAll(() => holdfast.stop());

  test('ingest refuses a wrong write key with 401, malformed JSON with 400, too much with 413 and the limit', async () => {
    expect(await holdfast.post('track', {}, `Basic ${btoa('wrong:')}`)).toMatchObject({ status: 401 });
    expect(await holdfast.post('track', '{"userId":')).toMatchObject({ status: 400 });
    const large = await holdfast.post('batch', JSON.stringify({ batch: ['x'.repeat(600_000)] }));
    expect(large).toMatchObject({ status: 413, body: expect.stringContaining('the limit is 512000') });
  });

  test('ingest sets a broken event aside with its reason and accepts its neighbours', async () => {
    const broken = { ...orderOf(treated, 'broken'), properties: { total: 'a lot' } };
    const identify = (userId: string, firstName: string) => {
      return {
        type: 'identify',
        userId,
        messageId: `hello-${userId}`,
        traits: { firstName, email: `${userId}@example.com` },
      };
    };
    const batch = [
      identify(treated, '<b>Ada</b>'),
      orderOf(treated, 'one'),
      broken,
      identify(heldOut, 'Bo'),
      orderOf(heldOut, 'two'),
    ];
    const answer = await holdfast.post('batch', { batch });
    expect(answer).toMatchObject({ status: 200 });
    expect(JSON.parse(answer.body)).toMatchObject({ success: true, accepted: 4, quarantined: 1 });
    const { items } = await holdfast.ledger.quarantined('flow', { limit: 10, next: null });
    expect(items).toMatchObject([{ reason: 'schema', detail: expect.stringContaining('properties.total') }]);
  });

  test('profile announces what became true, with the reason and the event that did it', async () => {
    await holdfast.settle();
    const entered = holdfast.transitions.filter((one) => one.customerId === treated && one.type === 'Segment Entered');
    expect(entered.map((one) => one.type === 'Segment Entered' && one.segment)).toEqual(['new', 'active']);
    expect(entered[0]).toMatchObject({
      mode: 'live',
      why: { rule: 'time since the first activity is less than 14 days', cause: { kind: 'event', eventId: 'one' } },
    });
  });

  test('profile counts an event once, however often it is sent', async () => {
    const before = await holdfast.profiles.load('flow', treated, 'consistent');
    await holdfast.post('batch', { batch: [orderOf(treated, 'one'), orderOf(treated, 'one')] });
    await holdfast.settle();
    expect(await holdfast.profiles.load('flow', treated, 'consistent')).toEqual(before);
  });

  test('wake notices absence within 60 s of its time, without any event', async () => {
    holdfast.clock.advanceTo(startMs + 14 * dayMs - 1);
    await holdfast.settle();
    const slipped = () => holdfast.transitions.filter((one) => 'segment' in one && one.segment === 'slipping-away');
    expect(slipped()).toEqual([]);
    holdfast.clock.advanceTo(startMs + 14 * dayMs + minuteMs);
    await holdfast.settle();
    expect(
      slipped()
        .map((one) => one.customerId)
        .toSorted(),
    ).toEqual([treated, heldOut].toSorted());
    for (const one of slipped()) {
      expect(Date.parse(one.occurredAt) - (startMs + 14 * dayMs)).toBeLessThanOrEqual(minuteMs);
      expect(one.why.cause).toEqual({ kind: 'time' });
    }
  });

  test('playbooks write to the treated customer once, escaped, and never to the one held out', async () => {
    const mails = holdfast.aws.mailbox();
    expect(mails.map((mail) => mail.to)).toEqual([[`${treated}@example.com`]]);
    expect(mails[0]?.html).toContain('Hello &lt;b&gt;Ada&lt;/b&gt;');
    expect(mails[0]?.html).toContain('it has been 14 days');
    expect(await holdfast.ledger.deliveriesOf('flow', treated, 10)).toMatchObject([
      { status: 'sent', playbook: 'win-back' },
    ]);
    expect(await holdfast.ledger.deliveriesOf('flow', heldOut, 10)).toEqual([]);
  });

  test('playbooks measure both arms when the window of the goal is over', async () => {
    holdfast.clock.advanceTo(startMs + 16 * dayMs);
    await holdfast.post('track', { ...orderOf(treated, 'back again'), type: undefined });
    await holdfast.settle();
    holdfast.clock.advanceTo(startMs + 28 * dayMs + 2 * minuteMs);
    await holdfast.settle();
    const { items } = await holdfast.ledger.outcomes('flow', { limit: 10, next: null });
    const arms = items.map(({ customerId, arm, succeeded }) => ({ customerId, arm, succeeded }));
    expect(arms).toHaveLength(2);
    expect(arms).toContainEqual({ customerId: treated, arm: 'treated', succeeded: true });
    expect(arms).toContainEqual({ customerId: heldOut, arm: 'holdout', succeeded: false });
    expect(holdfast.aws.mailbox()).toHaveLength(1);
  });
});

describe('a poison message', () => {
  test('profile lets it pass nobody in, ends it in the dead-letter queue, and applies its neighbours', async () => {
    const holdfast = await startLocalHoldfast('poison', { startMs, visibilityTimeoutSeconds: 1 });
    try {
      const queueUrl = holdfast.output('EventQueueUrl');
      await holdfast.queues.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: '{"kind":"nonsense"}' }));
      const batch = Array.from({ length: 50 }, (_, index) => ({
        type: 'track',
        userId: `neighbour-${index}`,
        messageId: `event-${index}`,
        event: 'Page Viewed',
      }));
      await holdfast.post('batch', { batch });
      await holdfast.settle();
      const deadLetters = await holdfast.queues.send(
        new GetQueueAttributesCommand({
          QueueUrl: holdfast.output('EventDeadLetterQueueUrl'),
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      expect(deadLetters.Attributes).toEqual({ ApproximateNumberOfMessages: '1' });
      for (const { userId } of batch)
        expect(await holdfast.profiles.load('flow', userId, 'consistent')).toMatchObject({ version: 1 });
    } finally {
      await holdfast.stop();
    }
  });
});
