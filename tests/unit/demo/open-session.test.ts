import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '#infra/local/demo/open-session.ts';
import { type SavedSession, saveSession } from '#infra/local/demo/saved-session.ts';
import { readStartArguments } from '#infra/local/demo/start-arguments.ts';

const dayMs = 86_400_000;
const presentMs = Date.now();
const virtualMs = presentMs - 10 * dayMs;
const demo = { seed: 'holdfast', customers: 3000, fromMs: 0, sentUntilMs: virtualMs, contacts: [], lastMailId: null };
const saved: SavedSession = {
  schemaVersion: 1,
  writeKey: 'kept',
  virtualMs,
  transitions: { 'Segment Entered': 3 },
  demo,
};

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-open-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const open = async (session: SavedSession | null, ...given: string[]) => {
  if (session !== null) await saveSession(directory, session);
  const data = session === null ? [] : ['--data', directory];
  return openSession(readStartArguments([...data, ...given]), presentMs);
};

describe('openSession', () => {
  test('openSession begins the demo in the past, standing still, with a key of its own', async () => {
    const one = await open(null);
    const other = await open(null);
    expect(one.clock.nowMs()).toBe(presentMs - 90 * dayMs);
    expect(one.clock.speed()).toBe(0);
    expect(one.demo).toMatchObject({ seed: 'holdfast', customers: 3000, contacts: [] });
    expect(one.writeKey).not.toBe(other.writeKey);
  });

  test('openSession begins --once on the same day whenever it is run, and --no-demo at the present', async () => {
    expect((await open(null, '--once')).clock.nowMs()).toBe(Date.UTC(2026, 0, 1));
    const bare = await open(null, '--no-demo');
    expect(bare.clock.nowMs()).toBeGreaterThanOrEqual(presentMs);
    expect(bare.clock.speed()).toBe(1);
    expect(bare.demo).toBeNull();
  });

  test('openSession goes on where an earlier run ended', async () => {
    const session = await open(saved);
    expect(session).toMatchObject({ writeKey: 'kept', transitionsBefore: { 'Segment Entered': 3 }, demo });
    expect(session.clock.nowMs()).toBe(virtualMs);
  });

  test('openSession keeps the demo when it is left out for once', async () => {
    expect((await open(saved, '--no-demo')).demo).toEqual(demo);
  });

  test.each([
    [saved, ['--seed', 'other'], 'it holds 3000 customers of seed "holdfast"'],
    [{ ...saved, demo: null }, [], 'no demo has run there'],
    [{ ...saved, virtualMs: presentMs + dayMs }, [], 'which is yet to come'],
    [{ ...saved, virtualMs: presentMs }, [], 'it has been run without the demo since'],
  ])('openSession refuses data that do not fit (%#)', async (session, given, reason) => {
    await expect(open(session, ...given)).rejects.toThrow(`Cannot go on in ${directory}: `);
    await expect(open(session, ...given)).rejects.toThrow(reason);
  });
});
