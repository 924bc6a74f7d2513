import { expect, test } from 'vitest';
import type { EventSource } from '#infra/local/event-sources/event-source.ts';
import { type Activity, settle } from '#infra/local/settle.ts';

const quiet: Activity = {
  eventSources: () => [],
  invocationsUnderWay: () => 0,
  invocationsEnded: () => 0,
  eventsDelivered: async () => undefined,
  holdSchedules: async () => () => undefined,
  failure: () => undefined,
  describe: () => 'Shop-Work: 2 invocations',
};

const source = (found: () => void): EventSource => ({
  isIdle: () => true,
  lookAgain: async () => found(),
  nudge: () => undefined,
  closeWindow: () => undefined,
  stop: async () => undefined,
});

test('settle resolves when nothing is under way', async () => {
  await settle(quiet, 1);
});

test('settle looks again at every source, and goes on when that found work', async () => {
  let ended = 0;
  let looks = 0;
  const finding = source(() => {
    looks += 1;
    if (looks < 3) ended += 1;
  });
  await settle({ ...quiet, eventSources: () => [finding], invocationsEnded: () => ended }, 5);
  expect(looks).toBe(3);
});

test('settle says what is still under way when its time is over', async () => {
  await expect(settle({ ...quiet, invocationsUnderWay: () => 2 }, 0.05)).rejects.toThrow(
    'Cannot settle within 0.05 s: Shop-Work: 2 invocations',
  );
});

test('settle fails with the reason when a part has died', async () => {
  const failure = new Error('DynamoDB ended by itself');
  await expect(settle({ ...quiet, failure: () => failure }, 5)).rejects.toBe(failure);
});

test('settle holds the schedules while it waits, and lets them go on afterwards', async () => {
  const order: string[] = [];
  const holdSchedules = async () => {
    order.push('held');
    return () => void order.push('released');
  };
  await settle({ ...quiet, holdSchedules, eventSources: () => [source(() => order.push('looked'))] }, 5);
  await expect.poll(() => order).toEqual(['held', 'looked', 'released']);
});

test('settle closes windows once nothing else is under way, and not before', async () => {
  let isGathering = true;
  let underWay = 1;
  let closedWhileBusy = 0;
  const gathering: EventSource = {
    ...source(() => undefined),
    isIdle: () => !isGathering,
    closeWindow: () => {
      closedWhileBusy += underWay;
      isGathering = false;
    },
  };
  const settled = settle({ ...quiet, eventSources: () => [gathering], invocationsUnderWay: () => underWay }, 5);
  expect(isGathering).toBe(true);
  underWay = 0;
  await settled;
  expect({ isGathering, closedWhileBusy }).toEqual({ isGathering: false, closedWhileBusy: 0 });
});
