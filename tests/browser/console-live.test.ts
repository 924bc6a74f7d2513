import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectDirectory } from '#infra/project-directory.ts';
import { hasBrowser, launchBrowser } from './browser.ts';

describe.runIf(hasBrowser)('console of npm start', () => {
  let browser: Browser;
  let child: ChildProcess;
  let directory = '';
  let url = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-console-'));
    const env = { ...process.env, HOLDFAST_CONNECTION: join(directory, 'local.json') };
    const given = ['infra/local/start.ts', '--port', '0', '--api-port', '0', '--customers', '150'];
    const started = spawn(process.execPath, given, {
      cwd: projectDirectory,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = started;
    for await (const line of createInterface({ input: started.stdout })) {
      url = /^Console\s+(\S+)/.exec(line)?.[1] ?? '';
      if (url !== '') break;
    }
    // Nobody reads on, and a full pipe would stop it.
    started.stdout.resume();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    child.kill('SIGINT');
    await once(child, 'close');
    await rm(directory, { recursive: true, force: true });
  });

  test('console of npm start fills with customers, segments and mails, and keeps what is readable', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(url);
    await page.getByLabel(/^active: \d+ %$/).waitFor();
    expect(await page.locator('#clock').textContent()).toMatch(/UTC · history, day \d+ of 60/);

    const mail = page.locator('.mails button').first();
    await mail.waitFor({ timeout: 90_000 });
    await mail.click();
    await page.frameLocator('dialog iframe').getByText('it has been 14 days since we last saw you').waitFor();
    await page.keyboard.press('Escape');

    const task = page.locator('.tasks > li').first();
    await task.waitFor({ timeout: 90_000 });
    expect(await task.textContent()).toMatch(/Last seen \d+ days? ago; usually comes about every \d+ days?\./);
    await task.getByRole('button').click();
    await page.getByRole('dialog').getByText('Entered at-risk').first().waitFor();
    expect(await page.getByRole('dialog').textContent()).toMatch(/Churn risk: (high|medium|low) \(0\.\d\d\)/);
    expect(await page.locator('body').textContent()).not.toMatch(/undefined|NaN|\[object/);
    expect(problems).toEqual([]);
  });
});
