import { expect, test } from 'vitest';
import { createConsumption } from '#functions/consumption.ts';
import { createRecordingObserver } from './recording-observer.ts';

test('createConsumption tells the observer one sum of write and read units an invocation', () => {
  const told: [string, number][] = [];
  const { meter, middleware } = createConsumption({ count: (name, value) => told.push([name, value]) });
  for (const units of [1, 1, 2.5]) meter.count('write units', units);
  meter.count('read units', 0.5);
  middleware.after();
  meter.count('read units', 4);
  middleware.after();
  expect(told).toEqual([
    ['WriteUnits', 4.5],
    ['ReadUnits', 0.5],
    ['ReadUnits', 4],
  ]);
});

test('createConsumption tells what an invocation consumed that failed', () => {
  const observer = createRecordingObserver();
  const { meter, middleware } = createConsumption(observer);
  meter.count('write units', 3);
  middleware.onError();
  middleware.after();
  expect(observer.total('WriteUnits')).toBe(3);
});

test('createConsumption makes no metric of what is not a capacity unit, for each has its price', () => {
  const names: string[] = [];
  const { meter, middleware } = createConsumption({ count: (name) => names.push(name) });
  for (const what of ['DynamoDB requests', 'SQS requests', 'EventBridge entries', 'e-mails'] as const) {
    meter.count(what, 1);
  }
  middleware.after();
  expect(names).toEqual([]);
});
