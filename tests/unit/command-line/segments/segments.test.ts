import { describe, expect, test } from 'vitest';
import type { SegmentTransition } from '#contracts/transition.ts';
import { lockOf } from '#domain/lock-of.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { lessThan, segment } from '#domain/segments/rule-builders.ts';
import { renderSegmentHistory, segmentHistory } from '#infra/command-line/segments/segment-history.ts';
import { renderSegment, showSegment } from '#infra/command-line/segments/show-segment.ts';
import { tableWidth } from '#infra/command-line/wrapped-rows.ts';
import { eventMessage, exampleEvent, nowMs, tenant } from '../../functions/example-events.ts';
import { exampleDeclarations } from '../../functions/example-retention.ts';
import { createReplayWorld } from '../replay/replay-world.ts';

const [recencyDays] = exampleDeclarations.features;
if (recencyDays?.type !== 'number') throw new Error('the first example is no number');
const recency = { ...recencyDays, type: 'number' as const, previous: null };
const [, ...others] = exampleDeclarations.segments;

const active2 = segment('active', {
  version: 2,
  description: 'Active.',
  rule: lessThan(recency, 7),
  staysWhile: lessThan(recency, 14),
  minimumStay: { days: 1 },
  takeIn: 'announced',
});

const transition: SegmentTransition = {
  ...{
    id: '1',
    schemaVersion: 1,
    tenant,
    customerId: 'ada',
    profileVersion: 3,
    occurredAt: '2026-03-01T12:00:00.000Z',
  },
  ...{
    correlationId: 'r',
    causationId: 'e1',
    mode: 'replay',
    type: 'Segment Entered',
    segment: 'quiet',
    segmentVersion: 1,
  },
  why: {
    rule: 'time since the last activity is at least 14 days',
    values: { recencyDays: 14 },
    leaf: { sentence: 'time since the last activity is at least 14 days', unit: 'days', before: 13.5, after: 14 },
    cause: { kind: 'time' },
  },
};

describe('showSegment', () => {
  const lock = lockOf(exampleDeclarations, null);
  const definitions = defineRetention({ ...exampleDeclarations, segments: [active2, ...others] }, lock);

  test('showSegment names every version that there was, and the one that is not listed yet', () => {
    const shown = showSegment(definitions, lock, 'active');
    expect(shown.versions).toMatchObject([
      { version: 2, isListed: false, rule: 'time since the last activity is less than 7 days' },
      { version: 1, isListed: true, rule: 'time since the last activity is less than 14 days' },
    ]);
    expect(shown).toMatchObject({ features: [{ name: 'recencyDays' }], cells: [], refersTo: [] });
  });

  test('renderSegment says when members enter and leave, and how long they stay', () => {
    const text = renderSegment(showSegment(definitions, lock, 'active'));
    expect(text).toContain('enters when   time since the last activity is less than 7 days');
    expect(text).toContain('stays while   time since the last activity is less than 14 days');
    expect(text).toContain('minimum stay  1 day');
    expect(text).toContain('Stays while');
  });

  test('showSegment refuses a name that is not declared', () => {
    expect(() => showSegment(definitions, lock, 'nobody')).toThrow('Cannot find the segment "nobody" in retention/');
  });
});

describe('segmentHistory', () => {
  test('segmentHistory tells where a customer is, and how it came there', async () => {
    const world = createReplayWorld();
    await world.deliver([eventMessage('m', [exampleEvent('1')])]);
    const about = { tenant, customerId: 'ada', only: null };
    const text = renderSegmentHistory(segmentHistory(about, await world.profile('ada'), [transition]));
    expect(text).toContain(`active  v1  since ${new Date(nowMs).toISOString().slice(0, 16).replace('T', ' ')}`);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      '2026-03-01 12:00 entered quiet v1 time since the last activity is at least 14 days (13.5 days → 14 days); by the passing of time; as history',
    );
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(tableWidth);
  });

  test('segmentHistory shows one segment alone where that is asked, and neither changes of risk nor migrations', () => {
    const risk = { type: 'Churn Risk Changed' as const, from: 'low' as const, to: 'high' as const, score: 0.8 };
    const { segment: _, segmentVersion, ...envelope } = transition;
    const migration = { type: 'Customer Migrated' as const, migration: 'high-value-at-risk', revenueMinor: null };
    const all = [transition, { ...envelope, ...risk }, { ...envelope, ...migration }];
    expect(segmentHistory({ tenant, customerId: 'ada', only: null }, null, all).transitions).toEqual([transition]);
    expect(segmentHistory({ tenant, customerId: 'ada', only: 'active' }, null, all).transitions).toEqual([]);
  });

  test('segmentHistory refuses a customer of whom nothing is known', () => {
    expect(() => segmentHistory({ tenant, customerId: 'ada', only: null }, null, [])).toThrow('no such customer');
  });
});
