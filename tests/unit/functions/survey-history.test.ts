import { expect, test } from 'vitest';
import { fifthsOf } from '#domain/population/spread-of.ts';
import { dayMs, nowMs, tenant } from './example-events.ts';
import { buyer, champion, createSurveyWorld, ordersOf, quiet, someBuyers, surveyedRetention } from './survey-world.ts';

const minuteMs = 60_000;

test('createSurveyHandler wakes people of an import under their own time, and nobody is told', async () => {
  const world = createSurveyWorld(surveyedRetention(quiet));
  const asOfMs = nowMs - 300 * dayMs;
  const clock = { mode: 'replay' as const, asOfMs };
  const history = { id: 'ada', orders: 3, total: 10, daysAgo: 302 };
  await world.handle([ordersOf(history, { clock })]);
  expect(await world.profile('ada')).toMatchObject({ clock: 'replay', judgedMs: asOfMs, memberships: {} });
  const later = createSurveyWorld(surveyedRetention(quiet, buyer));
  for (const item of world.table.all()) later.putItem(item);
  await later.survey()();
  expect(await later.wakeAll()).toEqual(['ada']);
  const record = await later.profile('ada');
  expect(record).toMatchObject({ clock: 'replay', judgedMs: asOfMs, wakeAtMs: null });
  expect(Object.keys(record.memberships)).toEqual(['buyer']);
  expect(record.outbox?.mode).toBe('replay');
  await later.survey()({ isRequested: true, onPage: () => undefined });
  expect(await later.wakeAll()).toEqual([]);
});

test('createSurveyHandler measures a tenant that is all history at its latest time, from which the snapshot is effective', async () => {
  const world = createSurveyWorld(surveyedRetention(quiet, champion), { pageItems: 10 });
  const history = someBuyers(100).map((one) => ({ ...one, daysAgo: one.daysAgo + 400 }));
  // The last import brings a later time for some; those before are measured at that time as well.
  const asOf = (days: number) => ({ clock: { mode: 'replay' as const, asOfMs: nowMs - days * dayMs } });
  await world.handle(history.slice(0, 50).map((one) => ordersOf(one, asOf(390))));
  await world.handle(history.slice(50).map((one) => ordersOf(one, asOf(380))));
  const survey = world.survey();
  expect((await survey()).progress?.phase).toBe('counting');
  expect((await survey()).progress?.phase).toBe('waiting');
  const all = await world.populations.from(tenant, 0);
  expect(all).toMatchObject([{ effectiveFromMs: nowMs - 380 * dayMs, customers: 100 }]);
  const spent = history.map((one) => one.orders * one.total);
  expect(all[0]?.features['spent']?.fifths).toEqual(fifthsOf(spent));
  expect(await world.wakeAll()).toEqual([]);
  world.clock.nowMs += 16 * minuteMs;
  await survey();
  const border = all[0]?.features['spent']?.fifths[3] ?? 0;
  const best = history.slice(50).filter((one) => one.orders * one.total > border);
  expect(await world.wakeAll()).toEqual(best.map((one) => one.id).toSorted());
  const record = await world.profile(best[0]?.id);
  expect(record).toMatchObject({ clock: 'replay', judgedMs: nowMs - 380 * dayMs });
  expect(Object.keys(record.memberships)).toContain('champion');
  expect(record.outbox?.mode).toBe('replay');
});
