import { expect, test } from 'vitest';
import type { SegmentSizes } from '#contracts/segment-sizes.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { distinctValues } from '#domain/features/builders/registers.ts';
import { activity } from '#domain/features/builders/select.ts';
import { spreadOf } from '#domain/population/spread-of.ts';
import { leadMs } from '#domain/population/survey-turn.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { wakesPerSecond } from '#functions/survey/wake-at-a-pace.ts';
import { dayMs, nowMs, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import {
  buyer,
  champion,
  createSurveyWorld,
  ordersOf,
  quiet,
  recency,
  someBuyers,
  surveyedRetention,
  wokenIn,
} from './survey-world.ts';

const minuteMs = 60_000;

const sizeOf = (sizes: SegmentSizes | null, segment: string) => sizes?.segments.find((one) => one.segment === segment);

/** A world with these many buyers, who are judged already. */
async function peopled(
  howMany: number,
  segments = [quiet, buyer, champion],
  around: Parameters<typeof createSurveyWorld>[1] = {},
) {
  const world = createSurveyWorld(surveyedRetention(...segments), around);
  const buyers = someBuyers(howMany);
  await world.handle(buyers.map((one) => ordersOf(one)));
  return { ...world, buyers };
}

test('createSurveyHandler counts every profile: sizes and revenue of segments, spreads of features', async () => {
  const world = await peopled(230);
  const report = await world.survey()();
  expect(report).toMatchObject({ did: 'begin', progress: { phase: 'waiting', seen: 230, unreadable: 0 } });
  const sizes = await world.sizes.latest(tenant);
  const twice = world.buyers.filter((one) => one.orders >= 2);
  const revenueMinor = (of: typeof twice) => of.reduce((sum, one) => sum + one.orders * one.total * 100, 0);
  expect(sizeOf(sizes, 'buyer')).toEqual({
    segment: 'buyer',
    version: 1,
    subject: 'customer',
    members: twice.length,
    heldBack: 0,
    notJudged: 0,
    revenueMinor: revenueMinor(twice),
    announcedMembers: 0,
  });
  expect(sizeOf(sizes, 'quiet')?.members).toBe(world.buyers.filter((one) => one.daysAgo >= 14).length);
  expect(sizes?.customers).toEqual({
    profiles: 230,
    incomplete: 0,
    woken: 0,
    revenueMinor: revenueMinor(world.buyers),
  });
  expect(sizes?.accounts).toEqual({ profiles: 0, incomplete: 0, woken: 0, revenueMinor: null });
  const snapshot = await world.populations.at(tenant, nowMs + dayMs);
  const spent = world.buyers.map((one) => one.orders * one.total);
  const spread = spreadOf(spent);
  expect(snapshot?.customers).toBe(230);
  expect(snapshot?.features).toEqual({ spent: { ...spread, mean: expect.closeTo(spread?.mean ?? 0, 9) } });
  expect(snapshot?.clustering?.clusters.map((cluster) => cluster.name)).toEqual(['best', 'rest']);
  expect(world.surveyObserver.total('SurveysFinished')).toBe(1);
});

test('createSurveyHandler makes a snapshot that takes effect ten minutes after it was written at the soonest', async () => {
  const world = await peopled(5);
  await world.survey()();
  const [snapshot] = await world.populations.from(tenant, nowMs);
  expect(snapshot?.effectiveFromMs).toBeGreaterThanOrEqual(nowMs + leadMs);
  expect(await world.populations.at(tenant, nowMs + leadMs)).toBeNull();
});

test('createSurveyHandler rests until a day has passed since the last survey began', async () => {
  const world = await peopled(5, [quiet]);
  const survey = world.survey();
  expect(await survey()).toMatchObject({ did: 'begin', progress: { phase: 'done' } });
  world.clock.nowMs += dayMs - 1;
  expect((await survey()).did).toBe('rest');
  world.clock.nowMs += 1;
  expect((await survey()).did).toBe('begin');
  expect((await survey({ isRequested: true, onPage: () => undefined })).did).toBe('begin');
});

test('createSurveyHandler wakes those to whom nothing happens, once they were never judged under a definition', async () => {
  const before = await peopled(120, [quiet]);
  expect(before.wakes.take()).toEqual([]);
  const definitions = surveyedRetention(quiet, buyer);
  const world = createSurveyWorld(definitions);
  for (const item of before.table.all()) world.putItem(item);
  expect(await world.survey()()).toMatchObject({ did: 'begin', progress: { woken: 120 } });
  const first = await world.sizes.latest(tenant);
  expect(first?.customers.woken).toBe(120);
  expect(sizeOf(first, 'buyer')).toMatchObject({ members: 0, notJudged: 120 });
  expect(sizeOf(first, 'quiet')).toMatchObject({ notJudged: 0 });
  expect((await world.wakeAll()).length).toBe(120);
  world.clock.nowMs += dayMs;
  await world.survey()();
  const second = await world.sizes.latest(tenant);
  const twice = before.buyers.filter((one) => one.orders >= 2);
  expect(sizeOf(second, 'buyer')).toMatchObject({ members: twice.length, notJudged: 0 });
  expect(second?.customers.woken).toBe(0);
  // Taken in silently, as the definition says: nothing that a playbook would act on.
  const taken = world.announced().filter((one) => one.type === 'Segment Entered' && one.segment === 'buyer');
  expect(taken.length).toBe(twice.length);
  expect(new Set(taken.map((transition) => transition.mode))).toEqual(new Set(['replay']));
});

test('createSurveyHandler begins at once after the definitions have changed, however short ago the last survey was', async () => {
  const world = await peopled(5, [quiet]);
  await world.survey()();
  world.clock.nowMs += minuteMs;
  const changed = world.survey({ definitions: surveyedRetention(quiet, buyer) });
  expect((await changed()).did).toBe('begin');
  expect((await changed()).did).toBe('rest');
});

test('createSurveyHandler settles once the snapshot is effective, and wakes only those for whom it changes something', async () => {
  const world = await peopled(100);
  const survey = world.survey();
  expect((await survey()).progress?.phase).toBe('waiting');
  expect(await world.wakeAll()).toEqual([]);
  expect((await survey()).did).toBe('rest');
  world.clock.nowMs += 16 * minuteMs;
  expect(await survey()).toMatchObject({ did: 'settle', progress: { phase: 'done' } });
  const snapshot = await world.populations.at(tenant, world.clock.nowMs);
  const border = snapshot?.features['spent']?.fifths[3] ?? 0;
  const best = world.buyers.filter((one) => one.orders * one.total > border).map((one) => one.id);
  expect(best.length).toBe(20);
  expect(await world.wakeAll()).toEqual(best.toSorted());
  world.clock.nowMs += dayMs;
  await survey();
  expect(sizeOf(await world.sizes.latest(tenant), 'champion')?.members).toBe(20);
  expect(await world.wakeAll()).toEqual([]);
});

test('createSurveyHandler makes no second pass where no segment depends on the population', async () => {
  const world = await peopled(60, [quiet, buyer]);
  expect((await world.survey()()).progress?.phase).toBe('done');
  world.clock.nowMs += 16 * minuteMs;
  expect((await world.survey()()).did).toBe('rest');
});

test('createSurveyHandler counts each tenant for itself', async () => {
  const world = await peopled(40);
  await world.handle(someBuyers(25, 'other-').map((one) => ordersOf(one, { tenant: 'other' })));
  await world.survey()();
  expect((await world.sizes.latest(tenant))?.customers.profiles).toBe(40);
  expect((await world.sizes.latest('other'))?.customers.profiles).toBe(25);
  expect((await world.populations.at('other', nowMs + dayMs))?.features['spent']?.customers).toBe(25);
});

test('createSurveyHandler passes over a profile that cannot be read, and says which', async () => {
  const world = await peopled(5);
  const broken = {
    pk: { S: 'shop|broken' },
    sk: { S: 'profile' },
    version: { N: '1' },
    body: { B: Uint8Array.of(99) },
  };
  world.putItem(broken);
  const report = await world.survey()();
  expect(report.progress).toMatchObject({ seen: 5, unreadable: 1 });
  expect(world.surveyObserver.total('ProfilesUnreadable')).toBe(1);
  expect(world.surveyObserver.warnings.join()).toContain('shop|broken');
});

test('createSurveyHandler does not count visitors who have become part of a user', async () => {
  const world = await peopled(3, [quiet]);
  const record = await world.profile('c1');
  await world.profiles.put({ ...record, version: record.version + 1, joined: { into: 'c2', absorbed: true } });
  await world.survey()();
  expect((await world.sizes.latest(tenant))?.customers.profiles).toBe(2);
});

test('createSurveyHandler wakes no faster than so many in a second, so that events get through', async () => {
  const before = await peopled(400, [quiet]);
  const world = createSurveyWorld(surveyedRetention(quiet, buyer), { pageItems: 100 });
  for (const item of before.table.all()) world.putItem(item);
  await world.survey()();
  expect(world.wakes.take().flatMap(wokenIn).length).toBe(400);
  expect(world.stopwatch.nowMs).toBeCloseTo((400 * 1000) / wakesPerSecond, 6);
  expect(world.pausesMs.length).toBe(4);
});

test('createSurveyHandler counts those whose state lacks a cell that is declared', async () => {
  const before = await peopled(4, [quiet]);
  const used = feature('used', distinctValues(activity(), 'feature', 8), { description: 'features used' });
  const definitions = defineRetention({
    plan: exampleRetention.plan,
    features: [recency, used],
    risk: exampleRetention.risk,
    segments: [quiet],
    playbooks: [],
    templates: [],
  });
  const world = createSurveyWorld(definitions);
  for (const item of before.table.all()) world.putItem(item);
  await world.handle([ordersOf({ id: 'new', orders: 1, total: 1, daysAgo: 1 })]);
  await world.survey()();
  expect((await world.sizes.latest(tenant))?.customers).toMatchObject({ profiles: 5, incomplete: 4 });
});

test('createSurveyHandler tells of a segment whose size has moved beyond its usual band, and keeps how many were announced', async () => {
  const world = await peopled(3);
  const size = (members: number) => ({
    segment: 'buyer',
    version: 1,
    subject: 'customer' as const,
    members,
    heldBack: 0,
    notJudged: 0,
    revenueMinor: null,
    announcedMembers: null,
  });
  const total = { profiles: 100, incomplete: 0, woken: 0, revenueMinor: null };
  for (let day = 1; day <= 10; day += 1) {
    const startedMs = nowMs - day * dayMs;
    const counts = { customers: total, accounts: total, segments: [size(100)] };
    await world.sizes.put(tenant, { schemaVersion: 1, startedMs, endedMs: startedMs, ...counts });
  }
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const write = { tenant, customerId: 'ada', day: today, revenueMinor: 0 };
  const patterns = ['+buyer', '~+buyer', '-buyer', '+buyer'];
  await world.flows.count(
    patterns.map((pattern, index) => ({ ...write, profileVersion: index + 1, patterns: [pattern] })),
    nowMs,
  );
  await world.survey()();
  expect(world.notices.published()).toMatchObject([
    { type: 'Segment Size Unusual', segment: 'buyer', usual: { median: 100, days: 10 } },
  ]);
  expect(world.surveyObserver.total('SegmentSizesUnusual')).toBe(1);
  const latest = await world.sizes.latest(tenant);
  expect(latest?.segments.find((one) => one.segment === 'buyer')?.announcedMembers).toBe(2);
});
