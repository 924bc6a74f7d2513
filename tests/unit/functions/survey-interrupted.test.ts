import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Item } from '#adapters/aws/item-attributes.ts';
import type { ProfileScan } from '#ports/profile-scan.ts';
import { dayMs, nowMs, tenant } from './example-events.ts';
import { buyer, champion, createSurveyWorld, ordersOf, quiet, someBuyers, surveyedRetention } from './survey-world.ts';

const definitions = surveyedRetention(quiet, buyer, champion);

/** The profiles of 130 customers of two tenants, as stored. */
async function profileItems(): Promise<Item[]> {
  const world = createSurveyWorld(definitions);
  await world.handle(someBuyers(110).map((one) => ordersOf(one)));
  await world.handle(someBuyers(20, 'o').map((one) => ordersOf(one, { tenant: 'other' })));
  return world.table.all();
}

function over(items: readonly Item[], around: Parameters<typeof createSurveyWorld>[1]) {
  const world = createSurveyWorld(definitions, around);
  for (const item of items) world.putItem(item);
  return world;
}

/** Everything that a survey leaves behind for others. */
async function outcomeOf(world: ReturnType<typeof createSurveyWorld>) {
  const both = [tenant, 'other'];
  return {
    populations: await Promise.all(both.map((one) => world.populations.from(one, nowMs))),
    sizes: await Promise.all(both.map((one) => world.sizes.latest(one))),
  };
}

const mostCalls = 500;

test('createSurveyHandler gives the same snapshot and sizes wherever it is interrupted, by its time or by crashes', async () => {
  const items = await profileItems();
  const whole = over(items, { pageItems: 7 });
  await whole.survey()();
  const expected = await outcomeOf(whole);
  expect(expected.sizes.map((sizes) => sizes?.customers.profiles)).toEqual([110, 20]);
  const interruptions = fc.record({
    pageItems: fc.integer({ min: 1, max: 40 }),
    /** After how many pages the time of each call is up. */
    pagesPerCall: fc.integer({ min: 1, max: 12 }),
    /** Which reads of a page fail, and which writes, before or after they were done. */
    crashes: fc.uniqueArray(fc.nat(60), { maxLength: 8 }),
    failedWrites: fc.uniqueArray(fc.record({ at: fc.nat(40), isDone: fc.boolean() }), {
      maxLength: 6,
      selector: (one) => one.at,
    }),
  });
  await fc.assert(
    fc.asyncProperty(interruptions, async ({ pageItems, pagesPerCall, crashes, failedWrites }) => {
      let reads = 0;
      const crashing = (scan: ProfileScan): ProfileScan => ({
        page(position) {
          reads += 1;
          world.stopwatch.nowMs += 1;
          if (crashes.includes(reads)) throw new Error('the table is away');
          return scan.page(position);
        },
      });
      const world = over(items, { pageItems, scan: crashing });
      let writes = 0;
      const failing = async <Result>(write: () => Promise<Result>): Promise<Result> => {
        writes += 1;
        const failure = failedWrites.find((one) => one.at === writes);
        if (failure !== undefined && !failure.isDone) throw new Error('the ledger is away');
        const result = await write();
        if (failure !== undefined) throw new Error('the ledger has not answered');
        return result;
      };
      const { populations, sizes, progress } = world;
      const stores = {
        populations: {
          ...populations,
          put: (...one: Parameters<typeof populations.put>) => failing(() => populations.put(...one)),
        },
        sizes: { ...sizes, put: (...one: Parameters<typeof sizes.put>) => failing(() => sizes.put(...one)) },
        progress: {
          ...progress,
          save: (...one: Parameters<typeof progress.save>) => failing(() => progress.save(...one)),
        },
      };
      for (let calls = 0; calls < mostCalls && (await progress.load())?.progress.phase !== 'waiting'; calls += 1) {
        // Each call is another process, that knows nothing but what was stored.
        await world
          .survey({ ...stores, mostElapsedMs: pagesPerCall })()
          .catch(() => null);
      }
      expect((await progress.load())?.progress).toMatchObject({ phase: 'waiting', seen: 130 });
      expect(await outcomeOf(world)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('createSurveyHandler stops where another process has taken the survey over, and counts nobody twice', async () => {
  const items = await profileItems();
  const world = over(items, { pageItems: 10 });
  const turns = { first: 0 };
  const intruding = (scan: ProfileScan): ProfileScan => ({
    async page(position) {
      turns.first += 1;
      // In the middle of the first one's pass, another begins where it stood, and goes on to the end.
      if (turns.first === 4) await world.survey()();
      return scan.page(position);
    },
  });
  const first = world.survey({ scan: intruding(world.dependencies.scan) });
  expect((await first()).did).toBe('taken');
  expect(world.surveyObserver.warnings.join()).toContain('Another process goes on with the survey');
  const { sizes } = await outcomeOf(world);
  expect(sizes.map((one) => one?.customers.profiles)).toEqual([110, 20]);
});

test('createSurveyHandler of two that begin at the same moment lets one go on', async () => {
  const items = await profileItems();
  const world = over(items, {});
  const reports = await Promise.all([world.survey()(), world.survey()()]);
  expect(reports.map((report) => report.did).toSorted()).toEqual(['begin', 'taken']);
});

test('createSurveyHandler begins anew where what it had counted is lost', async () => {
  const items = await profileItems();
  const world = over(items, { pageItems: 10 });
  await world.survey({ mostElapsedMs: 0 })();
  const stored = await world.progress.load();
  if (stored === null) throw new Error('Nothing was stored');
  const { progress } = stored;
  await world.progress.save({ progress: { ...progress, version: progress.version + 1 }, census: null });
  world.clock.nowMs += dayMs;
  const report = await world.survey()();
  expect(report).toMatchObject({ did: 'begin', progress: { seen: 130, startedMs: world.clock.nowMs } });
});
