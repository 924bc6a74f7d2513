import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createEmbeddedClock } from '#infra/local/clock.ts';
import { virtualMsAt } from '#infra/local/clock-reading.ts';

const start = Date.parse('2020-03-01T00:00:00Z');

test('createEmbeddedClock stands still at speed 0 until advanceTo moves it', () => {
  const clock = createEmbeddedClock({ startMs: start, speed: 0, stopsAtPresent: false });
  expect(clock.nowMs()).toBe(start);
  clock.advanceTo(start + 5_000);
  expect(clock.nowMs()).toBe(start + 5_000);
});

test('createEmbeddedClock refuses to go back, and says both times', () => {
  const clock = createEmbeddedClock({ startMs: start, speed: 0, stopsAtPresent: false });
  expect(() => clock.advanceTo(start - 1)).toThrow(
    'Cannot move the clock back: it is 2020-03-01T00:00:00.000Z, asked for 2020-02-29T23:59:59.999Z',
  );
  expect(() => clock.advanceTo(Number.NaN)).toThrow('Cannot move the clock back');
});

test('createEmbeddedClock refuses a speed below 0 and a start that is no time', () => {
  expect(() => createEmbeddedClock({ startMs: start, speed: -1, stopsAtPresent: false })).toThrow('-1 is not a number');
  expect(() => createEmbeddedClock({ startMs: Number.NaN, speed: 1, stopsAtPresent: false })).toThrow(
    'NaN is not a time',
  );
});

test('createEmbeddedClock refuses to jump past the present when it stops there', () => {
  const clock = createEmbeddedClock({ startMs: start, speed: 0, stopsAtPresent: true });
  expect(() => clock.advanceTo(Date.now() + 60_000)).toThrow('Cannot move the clock past the present');
});

test('createEmbeddedClock keeps its time when the speed changes', () => {
  const clock = createEmbeddedClock({ startMs: start, speed: 0, stopsAtPresent: false });
  clock.setSpeed(1);
  clock.setSpeed(0);
  expect(clock.nowMs() - start).toBeLessThan(1_000);
  expect(clock.speed()).toBe(0);
});

test('createEmbeddedClock tells listeners of jumps and of changes of speed, until they leave', () => {
  const clock = createEmbeddedClock({ startMs: start, speed: 0, stopsAtPresent: false });
  const seen: number[] = [];
  const leave = clock.onAdvance(() => seen.push(clock.nowMs()));
  clock.advanceTo(start + 1);
  clock.setSpeed(0);
  leave();
  clock.advanceTo(start + 2);
  expect(seen).toEqual([start + 1, start + 1]);
});

test('createEmbeddedClock is read by other threads through its memory', async () => {
  const clock = createEmbeddedClock({ startMs: start, speed: 0, stopsAtPresent: false });
  const module = new URL('../../../infra/local/clock-reading.ts', import.meta.url).href;
  const source = `const { parentPort, workerData } = require('node:worker_threads');
    import(${JSON.stringify(module)}).then(({ readClockMs }) => parentPort.postMessage(readClockMs(workerData)));`;
  clock.advanceTo(start + 42);
  const worker = new Worker(source, { eval: true, workerData: clock.memory, execArgv: [] });
  const seen = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  await worker.terminate();
  expect(seen).toBe(start + 42);
});

test('virtualMsAt runs at its speed and never passes the present of a clock that stops there', () => {
  const segment = { beganMonotonicMs: 1_000, beganVirtualMs: 50_000, speed: 60, stopsAtPresent: true };
  expect(virtualMsAt(segment, 1_100, 90_000)).toBe(56_000);
  expect(virtualMsAt(segment, 9_000, 90_000)).toBe(90_000);
  expect(virtualMsAt(segment, 9_500, 90_500)).toBe(90_500);
  expect(virtualMsAt({ ...segment, stopsAtPresent: false }, 9_000, 90_000)).toBe(530_000);
});
