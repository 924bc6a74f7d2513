import { expect, test } from 'vitest';
import type { SurveyReport, SurveyRequest } from '#functions/survey/run-survey.ts';
import type { Progress } from '#infra/command-line/progress.ts';
import { surveyToEnd } from '#infra/command-line/survey/survey-to-end.ts';
import { tenant } from '../../functions/example-events.ts';
import {
  champion,
  createSurveyWorld,
  ordersOf,
  quiet,
  someBuyers,
  surveyedRetention,
} from '../../functions/survey-world.ts';

/** A bar that remembers. */
function createBar() {
  const seen = { begun: 0, ended: 0, advanced: 0, counted: 0 };
  const bar: Progress = {
    begin: () => {
      seen.begun += 1;
    },
    advance: (by) => {
      seen.advanced += by;
    },
    count: (by) => {
      seen.counted += by;
    },
    end: () => {
      seen.ended += 1;
    },
  };
  return { bar, seen };
}

async function createWorld() {
  const world = createSurveyWorld(surveyedRetention(quiet, champion), { pageItems: 10 });
  await world.handle(someBuyers(95).map((one) => ordersOf(one)));
  return world;
}

test('surveyToEnd surveys in slices to the end of the count, and shows how far it is', async () => {
  const world = await createWorld();
  const { bar, seen } = createBar();
  const { signal } = new AbortController();
  const done = await surveyToEnd({ survey: world.survey({ mostElapsedMs: 0 }), progress: bar, signal });
  expect(done).toMatchObject({ phase: 'waiting', seen: 95 });
  expect(seen).toEqual({ begun: 1, ended: 1, advanced: 1_000, counted: 95 });
  expect((await world.sizes.latest(tenant))?.customers.profiles).toBe(95);
});

test('surveyToEnd runs a survey of its own where the last one only has to settle', async () => {
  const world = await createWorld();
  const { bar } = createBar();
  const { signal } = new AbortController();
  await world.survey()();
  world.clock.nowMs += 3_600_000;
  await world.survey({ mostElapsedMs: 0 })();
  expect((await world.progress.load())?.progress.phase).toBe('settling');
  const done = await surveyToEnd({ survey: world.survey(), progress: bar, signal });
  expect(done).toMatchObject({ phase: 'waiting', startedMs: world.clock.nowMs });
});

test('surveyToEnd says so when another process has the survey, and when it is interrupted', async () => {
  const { bar, seen } = createBar();
  const taken: SurveyReport = { did: 'taken', hasCounted: false, progress: null };
  const busy = () => Promise.resolve(taken);
  await expect(surveyToEnd({ survey: busy, progress: bar, signal: new AbortController().signal })).rejects.toThrow(
    'Cannot go on with the survey: the function "survey" works on it',
  );
  const world = await createWorld();
  const abort = new AbortController();
  const slices = world.survey({ mostElapsedMs: 0 });
  const interrupted = async (request: SurveyRequest) => {
    const report = await slices(request);
    abort.abort();
    return report;
  };
  await expect(surveyToEnd({ survey: interrupted, progress: bar, signal: abort.signal })).rejects.toThrow(
    'Cannot finish the survey: interrupted; run the same command again to go on',
  );
  expect((await world.progress.load())?.progress).toMatchObject({ phase: 'counting', seen: 10 });
  expect(seen.begun).toBe(seen.ended);
});
