import { describe, expect, test } from 'vitest';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { noRelations } from '#contracts/relations.ts';
import type { HistoricalEvent } from '#domain/features/event-history.ts';
import { type FeaturesThen, featuresThen, renderFeaturesThen } from '#infra/command-line/features/features-at-time.ts';
import { parseWhen } from '#infra/command-line/features/when.ts';
import { tableWidth } from '#infra/command-line/wrapped-rows.ts';
import {
  archivedUse,
  dayMs,
  ownEvents,
  pointInTimeExample,
  startMs,
} from '../../domain/features/point-in-time-example.ts';
import { eventMessage, tenant } from '../../functions/example-events.ts';
import { createReplayWorld } from '../replay/replay-world.ts';

const nowMs = startMs + 20 * dayMs;

/** A customer with one export a day on three days, as its profile is stored. */
async function storedProfile() {
  const world = createReplayWorld({ definitions: pointInTimeExample });
  world.clock.nowMs = nowMs;
  const uses = [1, 2, 3].map((day) => archivedUse(`u${day}`, day));
  const canonical = uses.map(({ source, correlationId, mode, asOfMs, ...event }: ArchivedEvent) => event);
  await world.deliver([eventMessage('m', canonical)]);
  const record = await world.profile('ada');
  return { record: { ...record, relations: noRelations }, events: ownEvents(...uses) };
}

async function shownAt(timeMs: number | null, events?: readonly HistoricalEvent[]): Promise<FeaturesThen> {
  const stored = await storedProfile();
  const about = { tenant, customerId: 'ada', timeMs, nowMs };
  return featuresThen(pointInTimeExample, { events: events ?? stored.events, populations: [] }, stored.record, about);
}

const exportsOf = ({ features }: FeaturesThen) => features.find(({ name }) => name === 'exports28');

describe('featuresThen', () => {
  test('featuresThen gives the features of a time beside those of now', async () => {
    const shown = await shownAt(startMs + 2 * dayMs);
    expect(exportsOf(shown)).toMatchObject({ archived: 2, stored: 3, isReproducible: true });
    expect(shown).toMatchObject({ isNow: false, archivedEvents: 3, at: '2026-01-03T00:00:00.000Z' });
  });

  test('featuresThen gives the same from the archive and from the profile where the time is now', async () => {
    const shown = await shownAt(null);
    for (const { archived, stored } of shown.features) expect(archived).toEqual(stored);
    expect(renderFeaturesThen(shown)).not.toContain('≠');
  });

  test('featuresThen refuses somebody of whom nothing is known, and a visitor who is somebody else by now', async () => {
    const { record, events } = await storedProfile();
    const about = { tenant, customerId: 'anonymous:v', timeMs: null, nowMs };
    const history = { events: [], populations: [] };
    expect(() => featuresThen(pointInTimeExample, history, null, about)).toThrow(
      'Cannot show the features of anonymous:v: tenant shop has neither a profile nor archived events of it',
    );
    const joined = { ...record, customerId: 'anonymous:v', joined: { into: 'ada', absorbed: true } };
    expect(() => featuresThen(pointInTimeExample, { ...history, events }, joined, about)).toThrow('ask for ada');
  });
});

describe('renderFeaturesThen', () => {
  test('renderFeaturesThen marks what differs, and says what to do', async () => {
    const text = renderFeaturesThen(await shownAt(null, ownEvents(archivedUse('u1', 1))));
    expect(text).toMatch(/exports28 +1 +3 +≠/);
    expect(text).toContain('features backfill --dry-run');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(tableWidth);
  });

  test('renderFeaturesThen says of what depends on others that it is not kept', () => {
    const about = { tenant, customerId: 'account:acme', timeMs: startMs, nowMs };
    const events = ownEvents(archivedUse('u1', 0, { accountId: 'acme' }));
    const text = renderFeaturesThen(featuresThen(pointInTimeExample, { events, populations: [] }, null, about));
    expect(text).toMatch(/keenMembers +not kept/);
    expect(text).toMatch(/accountUses +1/);
  });
});

describe('parseWhen', () => {
  test('parseWhen reads a time, and a day as its first moment', () => {
    expect(parseWhen('2026-01-03T12:00:00Z', nowMs)).toBe(startMs + 2.5 * dayMs);
    expect(parseWhen('2026-01-03', nowMs)).toBe(startMs + 2 * dayMs);
  });

  test('parseWhen refuses what is no time, and what is still to come', () => {
    expect(() => parseWhen('2026-02-30', nowMs)).toThrow('Cannot read --time: "2026-02-30" is no time that exists');
    expect(() => parseWhen('2027-01-01', nowMs)).toThrow('that is still to come');
  });
});
