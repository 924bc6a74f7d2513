import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import { type CommandRun, commandLineOf } from './command-line-process.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';

const tenant = 'flow';
const startMs = Date.UTC(2026, 2, 2, 9);

const orderOf = (userId: string, properties: object, more: object = {}) => ({
  type: 'track',
  event: 'Order Completed',
  messageId: `order of ${userId}`,
  userId,
  properties,
  ...more,
});

const batch = [
  orderOf('sound', { total: 10 }),
  orderOf('typed', { total: 'a lot' }),
  orderOf('forgotten', {}),
  orderOf('late', { total: 30 }, { timestamp: '2026-01-01T00:00:00.000Z' }),
  { type: 'track', event: 'Page Viewed', messageId: 'nobody' },
];

describe('the quarantine on the command line', () => {
  let holdfast: LocalHoldfast;
  let directory: string;
  let run: (words: readonly string[]) => Promise<CommandRun>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-quarantine-'));
    holdfast = await startLocalHoldfast('quarantine-on-the-command-line', { startMs });
    const inProcess = commandLineOf(holdfast, directory);
    run = (words) => inProcess([...words, '--tenant', tenant]);
    const answer = await holdfast.post('batch', { batch });
    expect(answer.status).toBe(200);
    await holdfast.settle();
  });
  afterAll(async () => {
    await holdfast.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function read(words: readonly string[]): Promise<unknown> {
    const { code, result, note } = await run([...words, '--json']);
    expect([code, note]).toEqual([0, '']);
    return JSON.parse(result);
  }

  async function paidBy(customerId: string): Promise<unknown> {
    const record = await holdfast.profiles.load(tenant, customerId, 'consistent');
    if (record === null) return null;
    const bought = decodeState(record.state).totals.get('purchase');
    return { purchases: bought?.count, minor: bought?.sumMinor };
  }

  const left = async () => {
    const listed = Object(await read(['quarantine', 'list']));
    const items: unknown[] = listed.items;
    return items.map((one) => Object(one));
  };

  test('quarantine count says how many, why, and from where', async () => {
    expect(await read(['quarantine', 'count'])).toMatchObject({
      tenant,
      counts: [
        { reason: 'schema', events: 2 },
        { reason: 'late', events: 1 },
        { reason: 'no customer', events: 1 },
      ],
    });
    expect((await run(['quarantine', 'count'])).result).toContain('4 events of flow are set aside');
  });

  test('quarantine redrive sends nothing of what is still wrong, and says what to do', async () => {
    const { code, result } = await run(['quarantine', 'redrive', '--all']);
    expect(code).toBe(0);
    expect(result).toContain('Sent: 0. Still wrong, and kept where they are: 4.');
    expect(result).toContain('--as-history');
    expect(await left()).toHaveLength(4);
  });

  test('quarantine redrive --set mends one value, and the event counts once', async () => {
    const entry = (await left()).find((one) => String(one.content).includes('a lot'));
    const shown = await run(['quarantine', 'show', String(entry?.id)]);
    expect(shown.result).toContain('a lot');
    const words = ['quarantine', 'redrive', String(entry?.id), '--set', 'properties.total=20'];
    expect(await read(words)).toMatchObject({ events: 1, refused: [], kept: 0 });
    await holdfast.settle();
    expect(await paidBy('typed')).toEqual({ purchases: 1, minor: 2_000 });
    expect((await run(words)).note).toContain('Cannot find the entry');
  });

  test('quarantine export and redrive --from count what was mended in a file', async () => {
    const path = join(directory, 'set-aside.ndjson');
    await run(['quarantine', 'export', '--reason', 'schema', '--out', path]);
    expect((await run(['quarantine', 'export', '--out', path])).note).toContain('name a file that is not there yet');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"properties":{}', '"properties":{"total":"25.50"}'));
    expect(await read(['quarantine', 'redrive', '--from', path])).toMatchObject({ events: 1, refused: [] });
    await holdfast.settle();
    expect(await paidBy('forgotten')).toEqual({ purchases: 1, minor: 2_550 });
    expect(await read(['quarantine', 'redrive', '--from', path])).toMatchObject({ events: 0, gone: 1 });
  });

  test('quarantine redrive --as-history counts what came too late', async () => {
    const words = ['quarantine', 'redrive', '--reason', 'late', '--as-history'];
    expect(await read([...words, '--dry-run'])).toMatchObject({ events: 1 });
    expect(await paidBy('late')).toBeNull();
    expect(await read(words)).toMatchObject({ events: 1, refused: [] });
    await holdfast.settle();
    expect(await paidBy('late')).toEqual({ purchases: 1, minor: 3_000 });
    expect((await left()).map((one) => one.reason)).toEqual(['no customer']);
  });

  test('quarantine redrive wants to know which', async () => {
    const { code, note } = await run(['quarantine', 'redrive']);
    expect(code).toBe(1);
    expect(note).toContain('pass ids, or --all, or --reason REASON, or --from FILE');
  });
});
