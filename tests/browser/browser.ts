import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Whether there is a browser to test in; CHROMIUM_PATH names another than /usr/bin/chromium. */
export const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`No browser at ${executablePath}: set CHROMIUM_PATH to test the console in one`);

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}
