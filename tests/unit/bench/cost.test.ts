import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { billOf, eachLine } from '../../../bench/cost/bill.ts';
import { naiveUnits } from '../../../bench/cost/computed-costs.ts';
import { runWorkload } from '../../../bench/cost/run-workload.ts';
import {
  lookingAround,
  newcomerTraffic,
  requestsOf,
  sessionTraffic,
  uniformTraffic,
  zipfTraffic,
} from '../../../bench/cost/traffic.ts';

const traffic = { startMs: Date.UTC(2026, 0, 1), customers: 1_000, eventsPerSecond: 100 };

describe('billOf', () => {
  test('billOf takes every line at its price', () => {
    const bill = billOf(eachLine(() => 1_000_000));
    expect(bill.lines['write units']).toBeCloseTo(0.625);
    expect(bill.lines['Lambda GB-seconds']).toBeCloseTo(13.3334);
    expect(bill.dollars).toBeCloseTo(1 + 0.625 + 0.125 + 0.4 + 0.2 + 13.3334 + 1 + 5);
  });

  test('billOf gives the naive way its request, its invocation and its five writes', () => {
    const { lines } = billOf(naiveUnits());
    expect(lines['HTTP requests']).toBeCloseTo(1);
    expect(lines['Lambda requests']).toBeCloseTo(0.2);
    expect(lines['write units']).toBeCloseTo(5 * 0.625);
  });
});

describe('traffic', () => {
  test('requestsOf packs 20 events of about 0.8 KB', () => {
    const [request] = requestsOf(uniformTraffic(traffic), lookingAround).take(1);
    const { batch } = z.object({ batch: z.array(z.unknown()) }).parse(JSON.parse(request?.body ?? '{}'));
    expect(batch).toHaveLength(20);
    const bytes = Buffer.byteLength(JSON.stringify(batch)) / 20;
    expect(bytes).toBeGreaterThan(750);
    expect(bytes).toBeLessThan(850);
  });

  test('uniformTraffic comes in order, at its pace, from everybody', () => {
    const arrivals = [...uniformTraffic(traffic).take(20_000)];
    expect(arrivals.map((one) => one.atMs)).toEqual(arrivals.map((one) => one.atMs).toSorted((a, b) => a - b));
    expect((arrivals.at(-1)?.atMs ?? 0) - traffic.startMs).toBeGreaterThan(190_000);
    expect(new Set(arrivals.map((one) => one.customer)).size).toBe(1_000);
  });

  test('sessionTraffic gives each customer in turn 12 events within 4 minutes, in order of time', () => {
    const arrivals = [...sessionTraffic({ ...traffic, customers: 100_000 }).take(60_000)];
    expect(arrivals.map((one) => one.atMs)).toEqual(arrivals.map((one) => one.atMs).toSorted((a, b) => a - b));
    const timesMs = arrivals.filter((one) => one.customer === 100).map((one) => one.atMs);
    expect(timesMs).toHaveLength(12);
    expect(Math.max(...timesMs) - Math.min(...timesMs)).toBeLessThan(4 * 60_000);
  });

  test('zipfTraffic gives the first customer twice the events of the second, and ten times those of the tenth', () => {
    const counts = new Map<number, number>();
    for (const { customer } of zipfTraffic(traffic).take(100_000))
      counts.set(customer, (counts.get(customer) ?? 0) + 1);
    const first = counts.get(0) ?? 0;
    expect(first / (counts.get(1) ?? 0)).toBeCloseTo(2, 0);
    expect(first / (counts.get(9) ?? 0)).toBeGreaterThan(8);
    expect(first / (counts.get(9) ?? 0)).toBeLessThan(12);
  });
});

test('runWorkload counts a request, an invocation and five of SQS for 20 events, and a write for each new customer', async () => {
  const tally = await runWorkload({
    startMs: traffic.startMs,
    requests: requestsOf(newcomerTraffic(traffic), lookingAround),
    settlingEvents: 0,
    events: 400,
    windowSeconds: 0,
    known: [],
    tickSeconds: 60,
    sdkRequestMs: 0,
  });
  expect([tally.noted('events'), tally.noted('customer writes'), tally.noted('profile writes')]).toEqual([
    400, 400, 400,
  ]);
  expect([tally.of('HTTP requests'), tally.of('profiles, first KB'), tally.of('profiles, beyond 1 KB')]).toEqual([
    20, 400, 0,
  ]);
  // Once over the event queue, and once over the archive queue, whose messages are gathered and deleted ten at a time.
  expect([tally.of('SQS sent'), tally.of('SQS received'), tally.of('SQS deleted')]).toEqual([40, 40, 22]);
  expect(tally.of('profiles read')).toBe(200);
  // New, active, and a risk that was unknown: each in the ledger and on the bus.
  expect([tally.of('transitions in the ledger'), tally.of('EventBridge entries')]).toEqual([1_200, 1_200]);
});
