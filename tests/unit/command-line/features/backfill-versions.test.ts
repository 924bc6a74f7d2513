import { describe, expect, test } from 'vitest';
import { noRelations } from '#contracts/relations.ts';
import { propertyIs } from '#domain/features/builders/conditions.ts';
import { countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity, event } from '#domain/features/builders/select.ts';
import { lockOf } from '#domain/lock-of.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { eventMessage, exampleEvent, tenant } from '../../functions/example-events.ts';
import { exampleDeclarations } from '../../functions/example-retention.ts';
import type { ReplayWorld } from '../replay/replay-world.ts';
import { backfillWorld, createEditedWorld } from './backfill-world.ts';

const exportUses = event('Page Opened', propertyIs('page', 'export'));
const uses1 = feature('uses', countWithin(activity(), 28), { description: 'what was done in 28 days' });
const uses2 = feature('uses', countWithin(exportUses, 28), { description: 'exports', version: 2, previous: uses1 });
const exportsEver = feature('exportsEver', countWithin(exportUses, 90), { description: 'exports in 90 days' });
const keen = segment('keen', { version: 1, description: 'Exports.', rule: atLeast(exportsEver, 2) });

const { features, segments, ...others } = exampleDeclarations;
const declaredBefore = { ...others, features: [...features, uses1], segments };
const declaredAfter = { ...others, features: [...features, uses2, exportsEver], segments: [...segments, keen] };
const lockBefore = lockOf(declaredBefore, null);
const before = defineRetention(declaredBefore, lockBefore);
const after = defineRetention(declaredAfter, lockOf(declaredAfter, lockBefore));

const opened = (id: string, page: string, userId = 'ada') => exampleEvent(id, { userId, properties: { page } });

/** A customer who was counted before the definitions were edited: two exports, and one other page. */
async function editedWorld() {
  const { old, today } = createEditedWorld(before, after);
  await old.deliver([eventMessage('m', [opened('1', 'export'), opened('2', 'export'), opened('3', 'home')])]);
  await old.writeArchive();
  return today;
}

async function read(world: ReplayWorld, name: string, customerId = 'ada') {
  const record = await world.profile(customerId);
  const subject = {
    state: decodeState(record.state),
    nowMs: world.clock.nowMs,
    population: null,
    relations: noRelations,
  };
  const found = after.features.get(name);
  return { value: found?.read(subject).value, isKnown: found?.isKnown(subject) };
}

describe('runBackfill', () => {
  test('runBackfill lets a new version take over without a gap: the one before is read, live events counted, until then', async () => {
    const world = await editedWorld();
    expect(await read(world, 'uses')).toEqual({ value: 3, isKnown: true });
    await world.deliver([eventMessage('live', [opened('4', 'home')])]);
    expect(await read(world, 'uses')).toEqual({ value: 4, isKnown: true });
    await world.writeArchive();
    expect(await backfillWorld(world, after)).toMatchObject({ incomplete: 1, filled: 1, status: 'finished' });
    expect(await read(world, 'uses')).toEqual({ value: 2, isKnown: true });
    await world.deliver([eventMessage('later', [opened('5', 'export')])]);
    expect(await read(world, 'uses')).toEqual({ value: 3, isKnown: true });
  });

  test('runBackfill judges segments that were left alone because something was unknown, and tells it as history', async () => {
    const world = await editedWorld();
    expect(await read(world, 'exportsEver')).toMatchObject({ isKnown: false, value: null });
    await world.deliver([eventMessage('live', [opened('4', 'home')])]);
    expect(Object.keys((await world.profile('ada')).memberships)).not.toContain('keen');
    await world.writeArchive();
    await backfillWorld(world, after);
    const record = await world.profile('ada');
    expect(Object.keys(record.memberships)).toContain('keen');
    expect(record.outbox).toMatchObject({ mode: 'replay' });
  });

  test('runBackfill passes over those who have all: new customers, and whoever was filled', async () => {
    const world = await editedWorld();
    await world.deliver([eventMessage('new', [opened('b', 'export', 'bob')])]);
    await world.writeArchive();
    expect(await read(world, 'exportsEver', 'bob')).toEqual({ value: 1, isKnown: true });
    const { version } = await world.profile('bob');
    expect(await backfillWorld(world, after)).toMatchObject({ incomplete: 1, filled: 1, rounds: 1 });
    expect((await world.profile('bob')).version).toBe(version);
    expect(await backfillWorld(world, after)).toMatchObject({ incomplete: 0, filled: 0, rounds: 0 });
  });

  test('runBackfill changes nothing in a dry run, and says how many could be filled', async () => {
    const world = await editedWorld();
    const record = await world.profile('ada');
    const summary = await backfillWorld(world, after, { isDry: true });
    expect(summary).toMatchObject({ status: 'compared only', incomplete: 1, filled: 1 });
    expect(await world.profile('ada')).toEqual(record);
  });

  test('runBackfill fills one customer alone where that is asked', async () => {
    const world = await editedWorld();
    const other = createEditedWorld(before, after);
    await other.old.deliver([eventMessage('m', [opened('b', 'export', 'bob'), opened('c', 'export', 'cid')])]);
    await other.old.writeArchive();
    expect(await backfillWorld(other.today, after, { customer: 'cid' })).toMatchObject({ incomplete: 1, filled: 1 });
    expect(await read(other.today, 'exportsEver', 'cid')).toMatchObject({ isKnown: true });
    expect(await read(other.today, 'exportsEver', 'bob')).toMatchObject({ isKnown: false });
    expect(world.sent.take()).toEqual([]);
    await expect(backfillWorld(world, after, { customer: 'dora' })).rejects.toThrow('Cannot fill the profile of dora');
  });

  test('runBackfill waits for events that were counted and are not archived yet', async () => {
    const world = await editedWorld();
    await world.deliver([eventMessage('live', [opened('4', 'export')])]);
    const beside = { atEachStep: async () => undefined, whileWaiting: () => world.writeArchive() };
    expect(await backfillWorld(world, after, { beside })).toMatchObject({ filled: 1, rounds: 2 });
    expect(await read(world, 'exportsEver')).toEqual({ value: 3, isKnown: true });
  });

  test('runBackfill gives up on a customer whose events the archive lacks for good, and says so', async () => {
    const world = await editedWorld();
    await world.deliver([eventMessage('live', [opened('4', 'export')])]);
    const summary = await backfillWorld(world, after);
    expect(summary).toMatchObject({ status: 'finished', filled: 0, rounds: 3, left: { 'archive incomplete': 1 } });
    expect(await read(world, 'uses')).toEqual({ value: 4, isKnown: true });
  });

  test('runBackfill looks again at a customer to whom somebody wrote between its read and its write', async () => {
    const world = await editedWorld();
    const events = [opened('4', 'export')];
    const beside = {
      async atEachStep() {
        const one = events.shift();
        if (one !== undefined) await world.deliver([eventMessage('live', [one])]);
      },
      whileWaiting: () => world.writeArchive(),
    };
    expect(await backfillWorld(world, after, { beside })).toMatchObject({ filled: 1, rounds: 2 });
    expect(await read(world, 'exportsEver')).toEqual({ value: 3, isKnown: true });
    expect(decodeState((await world.profile('ada')).state).events).toBe(4);
  });

  test('runBackfill ends in order when it is interrupted, and goes on when it is run again', async () => {
    const world = await editedWorld();
    const controller = new AbortController();
    const beside = { atEachStep: async () => controller.abort(), whileWaiting: async () => undefined };
    const summary = await backfillWorld(world, after, { beside, signal: controller.signal });
    expect(summary).toMatchObject({ status: 'interrupted' });
    expect(await backfillWorld(world, after)).toMatchObject({ status: 'finished' });
    expect(await read(world, 'exportsEver')).toMatchObject({ isKnown: true });
    expect(await world.profiles.load(tenant, 'ada', 'consistent')).toMatchObject({ joined: null });
  });
});
