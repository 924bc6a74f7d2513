import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import { archivedEvents } from './archived-events.ts';
import { type LocalHoldfast, startLocalHoldfast, writeKey } from './local-holdfast.ts';
import { startTroubledProxy, type Trouble } from './troubled-proxy.ts';

describe('@segment/analytics-node', () => {
  let holdfast: LocalHoldfast;

  beforeAll(async () => {
    holdfast = await startLocalHoldfast('server-client', { startMs: Date.now() });
  });
  afterAll(() => holdfast.stop());

  /** The library as a product service uses it, with what it tells of errors. */
  async function client(troubles: readonly Trouble[] = [], more: { writeKey?: string; flushAt?: number } = {}) {
    const proxy = await startTroubledProxy(holdfast.aws.apiUrl ?? '', troubles);
    const analytics = new Analytics({ writeKey, host: proxy.url, flushAt: 50, flushInterval: 60_000, ...more });
    const errors: string[] = [];
    analytics.on('error', ({ reason }) => errors.push(String(reason)));
    const flush = async () => {
      await analytics.closeAndFlush({ timeout: 30_000 });
      await proxy.stop();
      await holdfast.settle();
    };
    return { analytics, proxy, errors, flush };
  }

  async function eventsOf(customerId: string): Promise<number> {
    const record = await holdfast.profiles.load('flow', customerId, 'consistent');
    return record === null ? 0 : decodeState(record.state).events;
  }

  const order = (userId: string, messageId: string) => {
    return { userId, messageId, event: 'Order Completed', properties: { total: 19.99 } };
  };

  test('@segment/analytics-node makes every call, and each arrives as the right event of the right customer', async () => {
    const { analytics, errors, flush } = await client();
    const context = { ip: '10.0.0.1', groupId: 'acme' };
    analytics.identify({ userId: 'ada', messageId: 'm-identify', traits: { email: 'ada@example.com' } });
    analytics.track({ ...order('ada', 'm-track'), context, integrations: { All: true, Mailchimp: false } });
    analytics.page({ userId: 'ada', messageId: 'm-page', category: 'Docs', name: 'Start', properties: { path: '/' } });
    analytics.screen({ anonymousId: 'visitor', messageId: 'm-screen', name: 'Home' });
    analytics.group({ userId: 'ada', messageId: 'm-group', groupId: 'acme', traits: { plan: 'pro' } });
    analytics.alias({ userId: 'ada', previousId: 'visitor', messageId: 'm-alias' });
    await flush();
    expect(errors).toEqual([]);
    await expect.poll(async () => (await archivedEvents(holdfast)).size, { timeout: 20_000 }).toBe(6);
    const events = await archivedEvents(holdfast);
    const about = { tenant: 'flow', source: 'tests', mode: 'live' };
    expect(events.get('m-identify')).toMatchObject({
      ...about,
      type: 'identify',
      userId: 'ada',
      properties: { email: 'ada@example.com' },
    });
    expect(events.get('m-track')).toMatchObject({
      ...about,
      type: 'track',
      name: 'Order Completed',
      userId: 'ada',
      accountId: 'acme',
      properties: { total: 19.99 },
      context: {
        ip: '10.0.0.1',
        library: { name: '@segment/analytics-node' },
        integrations: { All: true, Mailchimp: false },
      },
    });
    expect(events.get('m-page')).toMatchObject({
      ...about,
      type: 'page',
      name: 'Start',
      properties: { category: 'Docs', path: '/' },
    });
    expect(events.get('m-screen')).toMatchObject({
      type: 'screen',
      userId: null,
      anonymousId: 'visitor',
      name: 'Home',
    });
    expect(events.get('m-group')).toMatchObject({ type: 'group', accountId: 'acme', properties: { plan: 'pro' } });
    expect(events.get('m-alias')).toMatchObject({
      type: 'alias',
      userId: 'ada',
      properties: { previousId: 'visitor' },
    });
    // The clock of the deployment stands still; the events happened before they were sent, by the library's own clock.
    for (const event of events.values()) expect(event.receivedMs - event.timeMs).toBeLessThan(10_000);
    expect(await eventsOf('ada')).toBeGreaterThanOrEqual(5);
  });

  test.each<[Trouble[], string]>([
    [['fails with 500'], 'tries again after a 5xx'],
    [['turned away with 429'], 'waits as long as a 429 says'],
    [['answer is lost', 'fails with 500', 'turned away with 429'], 'repeats what had arrived already'],
  ])('@segment/analytics-node after %j %s, and the event counts once', async (troubles) => {
    const customer = `customer-of-${troubles.join('-')}`;
    const { analytics, proxy, errors, flush } = await client(troubles);
    analytics.track(order(customer, customer));
    await flush();
    expect(errors).toEqual([]);
    expect(proxy.passed.map((one) => one.status)).toEqual([
      ...troubles.map((trouble) => (trouble === 'turned away with 429' ? 429 : 500)),
      200,
    ]);
    expect(await eventsOf(customer)).toBe(1);
  });

  test('@segment/analytics-node with a bad key is told so once, and does not try again', async () => {
    const { analytics, proxy, errors, flush } = await client([], { writeKey: 'nobody' });
    analytics.track(order('eve', 'bad-key'));
    await flush();
    expect(proxy.passed.map((one) => one.status)).toEqual([401]);
    expect(errors).toEqual([expect.stringContaining('[401]')]);
    expect(await eventsOf('eve')).toBe(0);
  });

  // The library counts letters "i" and escapes in place of bytes, so that most of what is too large does reach the API.
  test('@segment/analytics-node sends an event that is too large: it is set aside alone, and its neighbours count', async () => {
    const { analytics, proxy, errors, flush } = await client();
    const large = { ...order('bo', 'too-large'), properties: { total: 1, note: 'x'.repeat(40_000) } };
    for (const event of [order('bo', 'before'), large, order('bo', 'after')]) analytics.track(event);
    await flush();
    expect(errors).toEqual([]);
    expect(proxy.passed.map((one) => one.status)).toEqual([200]);
    expect(await eventsOf('bo')).toBe(2);
    const { items } = await holdfast.ledger.quarantined('flow', { limit: 10, next: null });
    expect(items).toMatchObject([{ reason: 'too large', source: 'tests' }]);
  });

  test('@segment/analytics-node sends a request that is too large: it is refused with 413, and not tried again', async () => {
    const { analytics, proxy, errors, flush } = await client();
    for (let index = 0; index < 20; index += 1) {
      analytics.track({ ...order('cy', `large-${index}`), properties: { total: 1, note: 'x'.repeat(30_000) } });
    }
    await flush();
    expect(proxy.passed.map((one) => one.status)).toEqual([413]);
    expect(errors[0]).toContain('[413]');
    expect(await eventsOf('cy')).toBe(0);
  });
});
