import { expect, test } from 'vitest';
import * as z from 'zod';
import { type TrafficShape, trafficRequests } from '../../../bench/local-stack/traffic.ts';

const nowMs = Date.UTC(2026, 0, 1);
const bodySchema = z.object({
  batch: z.array(z.object({ messageId: z.string(), userId: z.string(), timestamp: z.iso.datetime() })),
});
const shape = (kind: TrafficShape['kind']): TrafficShape => ({
  kind,
  customers: 1_000_000,
  population: 'customer',
  sessionsAtOnce: 50,
  eventsPerRequest: 20,
});
const itemsOf = (kind: TrafficShape['kind'], events: number, label = 'a') =>
  trafficRequests({ shape: shape(kind), events, label }, nowMs).map(({ body, customerIds }) => {
    const { batch } = bodySchema.parse(JSON.parse(body));
    expect(batch.map(({ userId }) => userId)).toEqual(customerIds);
    return batch;
  });

test('trafficRequests fills each request, the last with what is left, and gives each event an id of its own', () => {
  const requests = itemsOf('uniform', 50);
  expect(requests.map((batch) => batch.length)).toEqual([20, 20, 10]);
  expect(new Set(requests.flat().map(({ messageId }) => messageId)).size).toBe(50);
});

test('trafficRequests of the same label are the same again, and of another others', () => {
  expect(itemsOf('sessions', 60)).toEqual(itemsOf('sessions', 60));
  const ids = (label: string) =>
    itemsOf('sessions', 60, label).flatMap((batch) => batch.map(({ messageId }) => messageId));
  expect(new Set([...ids('a'), ...ids('b')]).size).toBe(120);
});

test('trafficRequests that are uniform hardly ever name a customer twice in a request', () => {
  for (const batch of itemsOf('uniform', 400)) expect(new Set(batch.map(({ userId }) => userId)).size).toBe(20);
});

test('trafficRequests in sessions have 8 to 20 events of each customer, but for those that the ends cut, mixed in the requests', () => {
  const requests = itemsOf('sessions', 20_000);
  const counts = [...Map.groupBy(requests.flat(), ({ userId }) => userId).values()].map((own) => own.length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(20);
  // Fifty are under way at the beginning, and fifty at the end.
  expect(counts.filter((count) => count < 8).length).toBeLessThanOrEqual(100);
  expect(counts.length).toBeGreaterThan(20_000 / 20);
  for (const batch of requests) expect(new Set(batch.map(({ userId }) => userId)).size).toBeGreaterThan(8);
});

test('trafficRequests carry events of the second before', () => {
  for (const { timestamp } of itemsOf('sessions', 100).flat()) {
    expect(Date.parse(timestamp)).toBeGreaterThan(nowMs - 1_001);
    expect(Date.parse(timestamp)).toBeLessThanOrEqual(nowMs);
  }
});
