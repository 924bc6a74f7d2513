import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConsoleServer } from '#infra/local/console-server/console-server.ts';
import type { ConsoleSource } from '#infra/local/console-server/console-source.ts';
import { exampleSource } from '../console-example.ts';
import { hasBrowser, launchBrowser } from './browser.ts';

describe.runIf(hasBrowser)('console', () => {
  let browser: Browser;
  let url = '';
  let stop = async (): Promise<void> => {};
  let source: ConsoleSource = exampleSource();

  beforeAll(async () => {
    const changing: ConsoleSource = {
      overview: () => source.overview(),
      inbox: () => source.inbox(),
      mails: () => source.mails(),
      mailHtml: (id) => source.mailHtml(id),
      customer: (id) => source.customer(id),
    };
    ({ url, stop } = await startConsoleServer({ source: changing, port: 0, log: () => {} }));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await stop();
  });

  async function open(options: { width: number; colorScheme: 'light' | 'dark' }): Promise<Page> {
    const { width, colorScheme } = options;
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    await page.goto(url);
    await page.getByText('Call a high-value customer').first().waitFor();
    return page;
  }

  test('console shows who, why, since when and what to do, and escapes names', async () => {
    const page = await open({ width: 1280, colorScheme: 'light' });
    const first = page.locator('.tasks > li').first();
    expect(await first.textContent()).toContain('<b>Max</b>');
    expect(await first.textContent()).toContain('Last seen 23 days ago; usually comes about every 5 days.');
    expect(await first.textContent()).toContain('11 Mar, for 3 days');
    expect(await first.textContent()).toContain('in 1 day');
    expect(await first.textContent()).toContain('1,312.50');
    expect(await page.locator('.tasks b').count()).toBe(0);
    expect(await page.getByText('overdue by 2 days').count()).toBe(1);
    expect(await page.getByText('Came back meanwhile').count()).toBe(1);
    await page.close();
  });

  test('console shows the counts, the segments, the readout and the mailbox', async () => {
    const page = await open({ width: 1280, colorScheme: 'light' });
    expect(await page.locator('header').textContent()).toContain('61,204');
    expect(await page.locator('#clock').textContent()).toContain('14 Mar 2026');
    expect(await page.getByLabel('slipping-away: 41 %').count()).toBe(1);
    expect(await page.getByText('It helps: 41 % of 612 treated reached the goal').count()).toBe(1);
    expect(await page.getByRole('heading', { name: 'win-back' }).count()).toBe(1);
    expect(await page.locator('body').textContent()).not.toContain('undefined');
    expect(await page.getByRole('button', { name: 'We miss you, <b>Max</b>' }).count()).toBe(3);
    await page.close();
  });

  test('console opens a customer from the keyboard and gives the focus back', async () => {
    const page = await open({ width: 1280, colorScheme: 'light' });
    const who = page.getByRole('button', { name: '<b>Max</b>', exact: true });
    await who.press('Enter');
    await page.getByText('Churn risk changed from medium to high').waitFor();
    expect(await page.getByRole('dialog').textContent()).toContain('high (0.71)');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await who.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await page.close();
  });

  test('console shows of a visitor who became part of a customer only that, and leads there', async () => {
    const page = await open({ width: 1280, colorScheme: 'light' });
    await page.getByRole('button', { name: 'anonymous:x', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Has become part of a/b c.').waitFor();
    const text = await dialog.textContent();
    expect(text?.match(/anonymous:x/g)).toHaveLength(1);
    expect(text).not.toMatch(/Churn risk|Segments/);
    await dialog.getByRole('button', { name: 'a/b c' }).click();
    await dialog.getByText('high (0.71)').waitFor();
    await dialog.getByRole('button', { name: 'anonymous:x' }).click();
    await dialog.getByText('Has become part of a/b c.').waitFor();
    await page.close();
  });

  test('console shows a mail in a frame that runs nothing', async () => {
    const page = await open({ width: 1280, colorScheme: 'light' });
    await page.getByRole('button', { name: 'We miss you' }).first().click();
    const frame = page.frameLocator('dialog iframe');
    await frame.getByText('Hello <b>Max</b>,').waitFor();
    const mail = page.frames().find((one) => one.url().includes('/api/mailbox/'));
    expect(await mail?.title()).toBe('');
    await page.close();
  });

  test.each([
    { width: 400, colorScheme: 'light' },
    { width: 400, colorScheme: 'dark' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)('console fits $width px in $colorScheme', async (options) => {
    const page = await open(options);
    const widths = await page.locator('html').evaluate((root) => [root.scrollWidth, root.clientWidth]);
    expect(widths[0]).toBe(widths[1]);
    await page.close();
  });

  test('console asks for nothing from elsewhere and breaks no rule of its own', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(url);
    await page.getByText('Call a high-value customer').first().waitFor();
    expect(asked.filter((one) => !one.startsWith(url))).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });

  test('console touches nothing that stayed the same, and says what to wait for when there is nothing', async () => {
    const page = await open({ width: 1280, colorScheme: 'light' });
    await page.locator('.tasks').evaluate((list) => list.setAttribute('data-kept', 'yes'));
    const again = page.waitForResponse((response) => response.url().endsWith('/api/inbox'));
    await (await again).finished();
    await page.waitForResponse((response) => response.url().endsWith('/api/inbox'));
    expect(await page.locator('.tasks').getAttribute('data-kept')).toBe('yes');

    const before = exampleSource();
    const overview = await before.overview();
    source = {
      ...before,
      overview: async () => ({ ...overview, counts: { ...overview.counts, customers: 0 } }),
      inbox: async () => ({ virtualMs: overview.virtualMs, entries: [], isCut: false }),
      mails: async () => ({ mails: [], total: 0 }),
    };
    await page.getByText('A task appears when a high-value customer turns at-risk.').waitFor();
    await page.getByText('Customers appear with their first event.').waitFor();
    await page.getByText('No e-mail yet.').waitFor();

    source = { ...before, overview: () => Promise.reject(new Error('the table is gone')) };
    await page
      .getByText('Cannot read the running system: Error: Cannot read what to show: the table is gone')
      .waitFor();
    source = before;
    await page.locator('.tasks').waitFor();
    expect(await page.locator('#trouble').isHidden()).toBe(true);
    await page.close();
  });
});
