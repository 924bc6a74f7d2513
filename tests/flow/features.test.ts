import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import { commandLineOf } from './command-line-process.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';

const tenant = 'flow';
const startMs = Date.UTC(2026, 2, 2, 9);
const dayMs = 86_400_000;

const featuresSchema = z.object({
  archivedEvents: z.int(),
  features: z.array(
    z.object({ name: z.string(), isReproducible: z.boolean(), archived: z.unknown(), stored: z.unknown() }),
  ),
});

describe('holdfast features and segments', () => {
  let holdfast: LocalHoldfast;
  let directory: string;
  let run: ReturnType<typeof commandLineOf>;

  const asJson = async (...words: string[]) => {
    const { code, result, note } = await run([...words, '--tenant', tenant, '--json']);
    expect(code, note).toBe(0);
    return JSON.parse(result);
  };
  const featuresAt = async (...words: string[]) =>
    featuresSchema.parse(await asJson('features', 'at', ...words)).features;
  const featureOf = (features: Awaited<ReturnType<typeof featuresAt>>, name: string) =>
    features.find((one) => one.name === name);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-features-'));
    holdfast = await startLocalHoldfast('features', { startMs });
    const context = { groupId: 'acme' };
    const used = { type: 'track', event: 'Feature Used', properties: { feature: 'report' }, context };
    const visit = { type: 'page', anonymousId: 'v', messageId: 'visit' };
    await holdfast.post('batch', { batch: [visit, { ...used, userId: 'ada', messageId: 'use-1' }] });
    await holdfast.settle();
    holdfast.clock.advanceTo(startMs + 10 * dayMs);
    const known = { type: 'identify', userId: 'ada', anonymousId: 'v', messageId: 'known', context };
    await holdfast.post('batch', { batch: [known, { ...used, userId: 'ada', messageId: 'use-2' }] });
    await holdfast.settle();
    run = commandLineOf(holdfast, directory);
  });
  afterAll(async () => {
    await holdfast.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('features at gives the same from the archive as the profile says, of a customer and of its account', async () => {
    for (const customerId of ['ada', 'account:acme']) {
      const features = await featuresAt(customerId);
      expect(features.length).toBeGreaterThan(10);
      for (const one of features.filter(({ isReproducible }) => isReproducible))
        expect(one.archived).toEqual(one.stored);
    }
  });

  test('features at a time gives what was known then: the visitor was somebody else, and less had happened', async () => {
    const then = await featuresAt('ada', '--time', new Date(startMs + 5 * dayMs).toISOString());
    expect(featureOf(then, 'featureUses')).toMatchObject({ archived: 1, stored: 2 });
    expect(featureOf(then, 'activities28')).toMatchObject({ archived: 1, stored: 3 });
  });

  test('features backfill fills a profile that was counted before something was declared', async () => {
    const record = await holdfast.profiles.load(tenant, 'ada', 'consistent');
    if (record === null) throw new Error('ada was not counted');
    const state = encodeState({ ...decodeState(record.state), cells: new Map(), complete: new Set() });
    await holdfast.profiles.put({ ...record, version: record.version + 1, state, outbox: null });
    expect(featureOf(await featuresAt('ada'), 'featuresUsed')).toMatchObject({ archived: 1, stored: null });
    expect(await asJson('features', 'plan')).toMatchObject({ deployment: { survey: { incomplete: 1 } } });
    expect(await asJson('features', 'backfill', '--dry-run')).toMatchObject({ incomplete: 1, filled: 1 });
    expect(await asJson('features', 'backfill')).toMatchObject({ status: 'finished', incomplete: 1, filled: 1 });
    expect(featureOf(await featuresAt('ada'), 'featuresUsed')).toMatchObject({ archived: 1, stored: 1 });
    expect(await asJson('features', 'backfill')).toMatchObject({ incomplete: 0, rounds: 0 });
  });

  test('segments history says what a customer entered, and what decided it', async () => {
    const { isIn, transitions } = await asJson('segments', 'history', 'ada');
    expect(isIn).toContainEqual(expect.objectContaining({ segment: 'active', version: 1 }));
    expect(transitions).toContainEqual(
      expect.objectContaining({
        type: 'Segment Entered',
        segment: 'active',
        why: expect.objectContaining({ leaf: expect.anything() }),
      }),
    );
  });
});
