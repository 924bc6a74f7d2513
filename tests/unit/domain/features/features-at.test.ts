import { describe, expect, test } from 'vitest';
import type { Population } from '#contracts/population.ts';
import type { HistoricalEvent } from '#domain/features/event-history.ts';
import { featuresAlong, featuresAt } from '#domain/features/features-at.ts';
import { archivedUse, dayMs, ownEvents, pointInTimeExample, startMs } from './point-in-time-example.ts';

function exportsAt(events: readonly HistoricalEvent[], day: number): unknown {
  const history = { customerId: 'ada', events, populations: [] };
  return featuresAt(pointInTimeExample, history, startMs + day * dayMs).get('exports28');
}

function snapshot(effectiveFromMs: number, fifths: [number, number, number, number]): Population {
  const features = { exports28: { customers: 5, mean: 1, fifths } };
  return { schemaVersion: 1, effectiveFromMs, customers: 5, features, clustering: null };
}

describe('featuresAt', () => {
  test('featuresAt knows a live event from its receipt on, and not from its own time', () => {
    const late = ownEvents(archivedUse('a', 1, { receivedMs: startMs + 5 * dayMs }));
    expect([1, 4, 5, 28, 29].map((day) => exportsAt(late, day))).toEqual([0, 0, 1, 1, 0]);
  });

  test('featuresAt knows history that has a time of its own from the moment on at which it happened', () => {
    const receivedMs = startMs + 100 * dayMs;
    const underItsTime = archivedUse('a', 1, { mode: 'replay', asOfMs: startMs + 50 * dayMs, receivedMs });
    expect(exportsAt(ownEvents(underItsTime), 2)).toBe(1);
    const underTheRunningClock = archivedUse('a', 90, { mode: 'replay', receivedMs });
    expect([91, 100].map((day) => exportsAt(ownEvents(underTheRunningClock), day))).toEqual([0, 1]);
  });

  test('featuresAt counts an event once, and of copies that differ the one that was received first', () => {
    const again = archivedUse('a', 1, { receivedMs: startMs + 3 * dayMs, properties: { feature: 'search' } });
    for (const copies of [
      [archivedUse('a', 1), again],
      [again, archivedUse('a', 1)],
    ]) {
      expect(exportsAt(ownEvents(...copies, archivedUse('a', 1)), 10)).toBe(1);
    }
    const first = archivedUse('a', 1, { receivedMs: startMs + dayMs - 1, properties: { feature: 'search' } });
    expect(exportsAt(ownEvents(archivedUse('a', 1), first), 10)).toBe(0);
  });

  test('featuresAt knows what a visitor did from the moment on at which it became the customer', () => {
    const event = archivedUse('a', 1, { userId: null, anonymousId: 'v' });
    const visitor = { customerId: 'anonymous:v', joinedMs: startMs + 10 * dayMs };
    const events = [{ event, visitor }, ...ownEvents(archivedUse('b', 2))];
    expect([5, 9, 10].map((day) => exportsAt(events, day))).toEqual([1, 1, 2]);
  });

  test('featuresAt counts an id once that came for a visitor and for the customer', () => {
    const visitor = { customerId: 'anonymous:v', joinedMs: startMs + 10 * dayMs };
    const asVisitor = { event: archivedUse('a', 1, { userId: null, anonymousId: 'v' }), visitor };
    expect([5, 11].map((day) => exportsAt([asVisitor, ...ownEvents(archivedUse('a', 2))], day))).toEqual([1, 1]);
  });

  test('featuresAt compares with the population as it was known then', () => {
    const populations = [snapshot(startMs + 10 * dayMs, [1, 2, 3, 4]), snapshot(startMs, [0, 0, 0, 0])];
    const history = { customerId: 'ada', events: ownEvents(archivedUse('a', 1)), populations };
    const scores = [-1, 5, 15].map((day) =>
      featuresAt(pointInTimeExample, history, startMs + day * dayMs).get('exportScore'),
    );
    expect(scores).toEqual([null, 5, 1]);
  });

  test('featuresAt folds an account from the events of all who name it, and leaves out what asks its members', () => {
    const named = { accountId: 'acme' };
    // Ids are unique for each customer alone.
    const events = ownEvents(archivedUse('a', 1, named), archivedUse('a', 1, { ...named, userId: 'bob' }));
    const values = featuresAt(
      pointInTimeExample,
      { customerId: 'account:acme', events, populations: [] },
      startMs + dayMs,
    );
    expect([...values]).toEqual([['accountUses', 2]]);
  });

  test('featuresAt gives every feature of a customer of whom nothing is known', () => {
    const values = featuresAt(pointInTimeExample, { customerId: 'ada', events: [], populations: [] }, startMs);
    expect([...values]).toEqual([
      ['recency', null],
      ['exports28', 0],
      ['exportScore', null],
    ]);
  });
});

describe('featuresAlong', () => {
  test('featuresAlong gives the same at each of many times as featuresAt, in the order asked', () => {
    const events = ownEvents(...[1, 3, 8, 20].map((day) => archivedUse(`e${day}`, day)));
    const history = { customerId: 'ada', events, populations: [] };
    const times = [40, 2, 9, 2, 21].map((day) => startMs + day * dayMs);
    const expected = times.map((timeMs) => featuresAt(pointInTimeExample, history, timeMs));
    expect(featuresAlong(pointInTimeExample, history, times)).toEqual(expected);
  });
});
