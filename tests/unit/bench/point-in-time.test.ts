import { describe, expect, test } from 'vitest';
import { drawHistory } from '../../../bench/point-in-time/draw-history.ts';
import { measurePointInTime, renderPointInTime } from '../../../bench/point-in-time/measure-point-in-time.ts';

describe('measurePointInTime', () => {
  test('measurePointInTime finds no difference between the archive folded again and what live profiles said', async () => {
    const figures = await measurePointInTime(25, 500);
    expect(figures.examples).toEqual([]);
    expect(figures).toMatchObject({ histories: 25, eventsPerHistory: 500, differences: 0 });
    expect(figures.values).toBeGreaterThan(50_000);
  });

  test('renderPointInTime names what differs, with the seed that shows it', () => {
    const difference = { seed: 7, customerId: 'ada', atMs: 0, feature: 'money', live: 1, archived: 2 };
    const figures = { histories: 1, eventsPerHistory: 500, features: 1, looks: 1, values: 1, seconds: 1 };
    expect(renderPointInTime({ ...figures, differences: 1, examples: [difference] })).toContain(
      '  seed 7: money of ada was 1, and is 2 from the archive',
    );
  });

  test('drawHistory draws events that are late, early, repeated, repeated otherwise, and out of order', () => {
    const { rounds } = drawHistory(1, 500);
    const events = rounds.flatMap(({ deliveries }) => deliveries.flatMap((delivery) => delivery.events));
    const byId = [...Map.groupBy(events, ({ id }) => id).values()];
    const isTold = (copies: typeof events) => new Set(copies.map((one) => JSON.stringify(one))).size;
    expect(events.length).toBeGreaterThanOrEqual(500);
    expect(events.some(({ timeMs, receivedMs }) => receivedMs - timeMs > 86_400_000)).toBe(true);
    expect(events.some(({ timeMs, receivedMs }) => timeMs > receivedMs)).toBe(true);
    expect(byId.some((copies) => copies.length > 1 && isTold(copies) === 1)).toBe(true);
    expect(byId.some((copies) => isTold(copies) > 1)).toBe(true);
    expect(events.some(({ receivedMs }, index) => receivedMs < (events[index - 1]?.receivedMs ?? 0))).toBe(true);
    expect(rounds.some(({ lookMs }) => lookMs === null)).toBe(true);
  });
});
