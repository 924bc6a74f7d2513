import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RunningServer } from '#infra/local/http/listen.ts';
import { archivedEvents } from '../flow/archived-events.ts';
import { type LocalHoldfast, startLocalHoldfast, writeKey } from '../flow/local-holdfast.ts';
import { hasBrowser, launchBrowser } from './browser.ts';
import { startSegmentPage } from './segment-page.ts';

describe.runIf(hasBrowser)('@segment/analytics-next in a browser', () => {
  let browser: Browser;
  let holdfast: LocalHoldfast;
  let website: RunningServer;

  beforeAll(async () => {
    holdfast = await startLocalHoldfast('segment-browser', { startMs: Date.now() });
    website = await startSegmentPage();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await website.stop();
    await holdfast.stop();
  });

  const apiUrl = () => holdfast.aws.apiUrl ?? '';

  /** The page in a browser that has never been there, the requests that it makes of the API, and what it complains of. */
  async function visit(): Promise<{ page: Page; requests: string[]; problems: string[] }> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const requests: string[] = [];
    const problems: string[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.url().startsWith(apiUrl()))
        requests.push(`${response.request().method()} ${pathname} ${response.status()}`);
    });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${website.url}/products?from=mail`);
    return { page, requests, problems };
  }

  async function archived(count: number) {
    await holdfast.settle();
    await expect.poll(async () => (await archivedEvents(holdfast)).size, { timeout: 20_000 }).toBe(count);
    return [...(await archivedEvents(holdfast)).values()];
  }

  async function eventsOf(customerId: string): Promise<number> {
    const record = await holdfast.profiles.load('flow', customerId, 'consistent');
    return record === null ? 0 : decodeState(record.state).events;
  }

  test('@segment/analytics-next learns where to send from its settings, and each call arrives as the right event', async () => {
    const { page, requests, problems } = await visit();
    const anonymousId: string = await page.evaluate(
      `(async () => {
        const [analytics] = await AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${apiUrl()}' });
        await analytics.page('Docs', 'Start');
        await analytics.track('Product Viewed', { sku: 'a-1' });
        const { event } = await analytics.identify('ada', { email: 'ada@example.com' });
        await analytics.track('Order Completed', { total: 12.5 });
        await analytics.group('acme', { plan: 'pro' });
        return event.anonymousId;
      })()`,
    );
    expect(problems).toEqual([]);
    expect(requests).toEqual([
      `GET /v1/projects/${writeKey}/settings 200`,
      ...['p', 't', 'i', 't', 'g'].map((call) => `POST /v1/${call} 200`),
    ]);
    const events = await archived(5);
    expect(events.every((event) => event.tenant === 'flow' && event.source === 'tests')).toBe(true);
    expect(new Set(events.map((event) => event.anonymousId))).toEqual(new Set([anonymousId]));
    const of = (type: string) => events.find((event) => event.type === type);
    expect(of('page')).toMatchObject({
      name: 'Start',
      userId: null,
      properties: { category: 'Docs', name: 'Start', path: '/products', search: '?from=mail', title: 'Shop' },
      context: { library: { name: 'analytics.js' }, userAgent: expect.stringContaining('Chrome') },
    });
    expect(of('identify')).toMatchObject({ userId: 'ada', properties: { email: 'ada@example.com' } });
    expect(of('group')).toMatchObject({ userId: 'ada', accountId: 'acme', properties: { plan: 'pro' } });
    const order = events.find((event) => event.name === 'Order Completed');
    expect(order).toMatchObject({ type: 'track', userId: 'ada', properties: { total: 12.5 } });
    // What the visitor did before she said who she is, too.
    expect(await eventsOf('ada')).toBe(5);
  });

  test('@segment/analytics-next sends batches, where it is told to', async () => {
    const { page, requests, problems } = await visit();
    await page.evaluate(
      `(async () => {
        const batching = { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 3 } } } };
        const settings = { writeKey: '${writeKey}', cdnURL: '${apiUrl()}' };
        const [analytics] = await AnalyticsBrowser.load(settings, { integrations: batching });
        analytics.identify('bo');
        analytics.track('Product Viewed');
        analytics.track('Product Added');
      })()`,
    );
    await expect.poll(() => requests.length).toBe(2);
    expect(problems).toEqual([]);
    expect(requests[1]).toBe('POST /v1/b 200');
    const events = (await archived(8)).filter((event) => event.userId === 'bo');
    expect(events.map((event) => event.name).sort()).toEqual(['Identify', 'Product Added', 'Product Viewed']);
  });

  test('@segment/analytics-next does not start with a key that nobody knows, and says so', async () => {
    const { page, requests, problems } = await visit();
    const outcome = await page.evaluate(
      `AnalyticsBrowser.load({ writeKey: 'nobody', cdnURL: '${apiUrl()}' }).then(() => 'started', (error) => error.message)`,
    );
    expect(outcome).toContain('Cannot accept the write key');
    expect(requests).toEqual(['GET /v1/projects/nobody/settings 404']);
    expect(problems.join()).toContain('Cannot accept the write key');
  });

  test('navigator.sendBeacon posts an event as plain text, with the key in it, when a page is left', async () => {
    const { page } = await visit();
    const event = { writeKey, type: 'track', event: 'Page Left', userId: 'cy', messageId: 'beacon-1', sentAt: null };
    const isQueued = await page.evaluate(
      `navigator.sendBeacon('${apiUrl()}/t', ${JSON.stringify(JSON.stringify(event))})`,
    );
    expect(isQueued).toBe(true);
    await page.close();
    const events = await archived(9);
    expect(events.find((one) => one.id === 'beacon-1')).toMatchObject({ name: 'Page Left', userId: 'cy' });
    expect(JSON.stringify(events)).not.toContain(writeKey);
  });
});
