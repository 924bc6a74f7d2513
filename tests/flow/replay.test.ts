import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import { commandLineOf, profilesOf } from './command-line-process.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';

const tenant = 'flow';
const startMs = Date.UTC(2026, 2, 2, 9);
const dayMs = 86_400_000;
const users = 40;

type Objects = ReadonlyMap<string, Uint8Array>;

function storageOf(holdfast: LocalHoldfast): S3Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({
    region: holdfast.aws.region,
    credentials,
    endpoint: holdfast.aws.endpoints.sqs,
    forcePathStyle: true,
  });
}

async function readBucket(holdfast: LocalHoldfast): Promise<Objects> {
  const client = storageOf(holdfast);
  const Bucket = holdfast.output('ArchiveBucketName');
  const objects = new Map<string, Uint8Array>();
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key = '' } of Contents) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    objects.set(Key, (await Body?.transformToByteArray()) ?? new Uint8Array());
  }
  client.destroy();
  return objects;
}

async function fillBucket(holdfast: LocalHoldfast, objects: Objects): Promise<void> {
  const client = storageOf(holdfast);
  const Bucket = holdfast.output('ArchiveBucketName');
  for (const [Key, Body] of objects) await client.send(new PutObjectCommand({ Bucket, Key, Body }));
  client.destroy();
}

/** States, and where visitors went, by customer. */
async function shown(holdfast: LocalHoldfast) {
  const profiles = await profilesOf(holdfast, tenant);
  return Object.fromEntries(
    [...profiles]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { state, joined }]) => [id, { state: Buffer.from(state).toString('hex'), joined }]),
  );
}

async function stream(holdfast: LocalHoldfast): Promise<void> {
  const name = (index: number) => `user-${index % users}`;
  for (let day = 0; day < 3; day += 1) {
    const visits = Array.from({ length: users }, (_, index) => ({
      type: 'page',
      anonymousId: `visitor-${index}`,
      messageId: `visit-${day}-${index}`,
    }));
    const orders = Array.from({ length: users * 2 }, (_, index) => ({
      type: 'track',
      event: 'Order Completed',
      userId: name(index),
      messageId: `order-${day}-${index}`,
      properties: { total: index / 4, currency: 'USD' },
    }));
    // Every other visitor turns out to be a user on the second day.
    const known = Array.from({ length: users / 2 }, (_, index) => ({
      type: 'identify',
      userId: name(index),
      anonymousId: `visitor-${index}`,
      messageId: `identify-${day}-${index}`,
      traits: { plan: `plan-${day}` },
    }));
    await holdfast.post('batch', { batch: visits });
    await holdfast.post('batch', { batch: orders });
    if (day > 0) await holdfast.post('batch', { batch: known });
    // Whatever a client sends again counts once, and is archived once more.
    await holdfast.post('batch', { batch: orders.slice(0, 20) });
    await holdfast.settle();
    holdfast.clock.advanceTo(startMs + (day + 1) * dayMs);
  }
}

describe('holdfast replay', () => {
  let directory: string;
  let objects: Objects;
  let before: Awaited<ReturnType<typeof shown>>;
  let second: LocalHoldfast;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-replay-'));
    const first = await startLocalHoldfast('replay-first', { startMs });
    try {
      await stream(first);
      const run = commandLineOf(first, directory);
      const { code, result, note } = await run(['replay', '--tenant', tenant, '--dry-run', '--json']);
      expect(note).toBe('');
      expect(code).toBe(0);
      const summary = JSON.parse(result);
      expect(summary).toMatchObject({ identical: summary.customers, notStored: 0, archive: { waitingMessages: 0 } });
      objects = await readBucket(first);
      before = await shown(first);
    } finally {
      await first.stop();
    }
    second = await startLocalHoldfast('replay-second', { startMs: startMs + 3 * dayMs });
    await fillBucket(second, objects);
  });
  afterAll(async () => {
    await second.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('holdfast replay gives an empty stack the very profiles that the archived events made, and contacts nobody', async () => {
    expect(objects.size).toBeGreaterThan(2);
    expect([...objects.keys()].every((key) => key.startsWith(`events/v1/tenant=${tenant}/day=2026-03-0`))).toBe(true);
    const run = commandLineOf(second, directory);
    const { code, result, note } = await run(['replay', '--tenant', tenant, '--json']);
    expect({ code, note }).toEqual({ code: 0, note: '' });
    expect(JSON.parse(result)).toMatchObject({ status: 'finished', drained: true, problem: null, identical: 0 });
    await second.settle();
    expect(await shown(second)).toEqual(before);
    const events = Object.values(before).reduce(
      (sum, { state }) => sum + decodeState(Buffer.from(state, 'hex')).events,
      0,
    );
    expect(events).toBe(3 * users + 3 * 2 * users + 2 * (users / 2));
    expect(second.aws.mailbox()).toEqual([]);
    expect(second.transitions.every(({ mode }) => mode === 'replay')).toBe(true);
    expect([...(await readBucket(second)).keys()]).toEqual([...objects.keys()]);
  });

  test('holdfast replay finds everything identical when it is run again, and says so in words', async () => {
    const run = commandLineOf(second, directory);
    const { code, result } = await run(['replay', '--tenant', tenant]);
    expect(code).toBe(0);
    expect(result).toContain('Replayed the archive: 0 events sent, 0 profiles rebuilt');
    expect(result).toMatch(/identical to what is stored +60/);
  });
});
