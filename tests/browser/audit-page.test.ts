import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderAuditPage } from '#infra/command-line/audit/render-page.ts';
import { auditOf } from '../unit/command-line/audit/audit-harness.ts';
import { cleanHistory } from '../unit/command-line/audit/clean-history.ts';
import { scratchDirectory } from '../unit/command-line/scratch-directory.ts';
import { leftOut } from '../unit/domain/training/audit/audit-examples.ts';
import { hasBrowser, launchBrowser } from './browser.ts';

const scratch = scratchDirectory();

describe.skipIf(!hasBrowser)('the page of an audit (skipped without a browser)', () => {
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const report = await auditOf([...cleanHistory(3), leftOut('no date', { detail: '<b>bold</b>' })]);
    const path = join(scratch.path, 'audit.html');
    writeFileSync(path, renderAuditPage(report));
    url = pathToFileURL(path).href;
    browser = await launchBrowser();
  });

  afterAll(() => browser.close());

  test.each([
    ['light', 1_200],
    ['dark', 1_200],
    ['light', 380],
  ] as const)(
    'renderAuditPage shows in %s at %i pixels without loading anything, and fits',
    async (colorScheme, width) => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const trouble: string[] = [];
      page.on('console', (message) => trouble.push(message.text()));
      page.on('pageerror', (error) => trouble.push(error.message));
      page.on('request', (request) => {
        if (request.url() !== url) trouble.push(request.url());
      });
      await page.goto(url);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Audit of shop.csv');
      expect(await page.getByRole('img', { name: /^events by month: / }).isVisible()).toBe(true);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await page.getByText('<b>bold</b>').isVisible()).toBe(true);
      expect(trouble).toEqual([]);
      await page.close();
    },
  );

  test('renderAuditPage keeps text readable: every verdict has a contrast of at least 4.5 in light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme });
      await page.goto(url);
      const contrasts = await page.evaluate<number[]>(`(() => {
        const channels = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
        const light = (text) => {
          const [r, g, b] = channels(text).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        return [...document.querySelectorAll('.verdict')].map((one) => {
          const style = getComputedStyle(one);
          const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05);
        });
      })()`);
      expect(contrasts.length).toBeGreaterThan(10);
      expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
      await page.close();
    }
  });

  test('renderAuditPage opens a check by the keyboard', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const check = page.locator('#check-currencies');
    expect(await check.getAttribute('open')).toBeNull();
    await check.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await check.getAttribute('open')).toBe('');
    await page.close();
  });
});
