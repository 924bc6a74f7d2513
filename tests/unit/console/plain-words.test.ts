import { describe, expect, test } from 'vitest';
import type { Transition } from '#contracts/transition.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import {
  ago,
  counted,
  describeCause,
  describeLeaf,
  describeReadout,
  describeRule,
  describeTransition,
  money,
  reasons,
} from '#infra/local/console-server/plain-words.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 2, 14);
const totals = (count: number, daysAgo: number, sumMinor = 0) => {
  return { count, firstMs: nowMs - 90 * dayMs, lastMs: nowMs - daysAgo * dayMs, sumMinor };
};
const day = (daysAgo: number) => {
  return { day: Math.floor(nowMs / dayMs) - daysAgo, activities: 1, purchases: 0, purchaseMinor: 0 };
};

describe('reasons', () => {
  test('reasons says in plain words what stands out', () => {
    const state = {
      ...emptyProfileState,
      events: 29,
      totals: new Map([
        ['activity', totals(20, 23)] as const,
        ['purchase', totals(6, 31, 45_000)] as const,
        ['refund', totals(1, 30, 3_800)] as const,
        ['ticket', totals(1, 24)] as const,
        ['cancellation', totals(1, 2)] as const,
        ['payment failure', totals(2, 5)] as const,
        ['limit hit', totals(3, 1)] as const,
      ]),
      days: [day(30), day(23)],
    };
    expect(reasons(state, 5.2, nowMs)).toEqual([
      'Last seen 23 days ago; usually comes about every 5 days.',
      'Cancelled 2 days ago.',
      'Asked for help 1 time, last 24 days ago.',
      'A payment failed 2 times, last 5 days ago.',
      'Came to a limit of the plan 1 day ago.',
      'Ordered 6 times for 412.00, last 31 days ago.',
    ]);
  });

  test('reasons claims no habit after a single day, and nothing of somebody who did nothing', () => {
    const totalsOf = new Map([['activity', totals(1, 0)] as const]);
    const state = { ...emptyProfileState, events: 1, totals: totalsOf, days: [day(0)] };
    expect(reasons(state, 14, nowMs)).toEqual(['Last seen within the last day.']);
    expect(reasons({ ...emptyProfileState, events: 1 }, 14, nowMs)).toEqual([]);
  });
});

describe('plain words', () => {
  test('counted, money and ago read as people write', () => {
    expect([counted(1, 'day'), counted(1200, 'day'), money(131_250), money(-50)]).toEqual([
      '1 day',
      '1,200 days',
      '1,312.50',
      '-0.50',
    ]);
    expect([ago(nowMs - dayMs, nowMs), ago(nowMs + 5, nowMs)]).toEqual(['1 day ago', 'within the last day']);
  });

  test('describeCause says what made a change happen', () => {
    expect(describeCause({ kind: 'time' })).toBe('time passed');
    expect(describeCause({ kind: 'event', eventId: 'e', eventName: 'Looked' })).toBe('after "Looked"');
    expect(describeCause({ kind: 'join', customerId: 'anonymous:x' })).toBe('joined with anonymous:x');
    expect(describeCause({ kind: 'definition' })).toBe('the segment was defined anew');
    const told = { kind: 'relation', customerId: 'account:acme', profileVersion: 3 } as const;
    expect(describeCause(told)).toBe('through a change of account:acme');
  });

  const envelope = {
    id: 'i',
    schemaVersion: 1,
    tenant: 't',
    customerId: 'c',
    profileVersion: 1,
    occurredAt: '2026-01-01T00:00:00.000Z',
    correlationId: 'c',
    causationId: 'e',
    mode: 'live',
    why: { rule: 'r', values: {}, leaf: null, cause: { kind: 'time' } },
  } as const;
  const segment = { ...envelope, segment: 'lost', segmentVersion: 1 };

  test('describeRule says whether a rule holds, or holds no longer', () => {
    expect(describeRule({ ...segment, type: 'Segment Entered' })).toBe('r');
    expect(describeRule({ ...segment, type: 'Segment Exited' })).toBe('no longer: r');
  });

  test('describeRule does not deny that a visitor has become part of a user', () => {
    const why = {
      rule: 'the visitor has become part of ada',
      values: {},
      leaf: null,
      cause: { kind: 'join', customerId: 'ada' },
    } as const;
    const left = { ...segment, type: 'Segment Exited', customerId: 'anonymous:x', why } as const;
    expect(describeRule(left)).toBe(why.rule);
    const users = {
      ...left,
      customerId: 'ada',
      why: { rule: 'r', values: {}, leaf: null, cause: { kind: 'join', customerId: 'anonymous:x' } },
    } as const;
    expect(describeRule(users)).toBe('no longer: r');
  });

  test('describeLeaf says what decided, before and now, and nothing where no single thing did', () => {
    const because = (leaf: Transition['why']['leaf']) => {
      return describeLeaf({ ...segment, type: 'Segment Entered', why: { ...envelope.why, leaf } });
    };
    expect(because(null)).toBe('');
    expect(because({ sentence: 'r', unit: '', before: null, after: 14.004 })).toBe(': nothing before, now 14');
    expect(because({ sentence: 'r', unit: 'days', before: 13.19, after: 14 })).toBe(': 13.19 days before, now 14 days');
    expect(because({ sentence: 's', unit: '', before: true, after: 'pro' })).toBe(
      '; what decided: s: yes before, now pro',
    );
  });

  test('describeTransition says what changed', () => {
    expect(describeTransition({ ...segment, type: 'Segment Entered' })).toBe('Entered lost');
    expect(describeTransition({ ...segment, type: 'Segment Exited' })).toBe('Left lost');
    expect(describeTransition({ ...envelope, type: 'Churn Risk Changed', from: 'low', to: 'high', score: 0.7 })).toBe(
      'Churn risk changed from low to high',
    );
  });
});

describe('describeReadout', () => {
  const arms = { playbook: 'p', treated: { runs: 200, succeeded: 100 }, holdout: { runs: 100, succeeded: 30 } };

  test.each([
    [
      { points: 0.2, low: 0.084, high: 0.3 },
      /^It helps: 50 % of 200 treated reached the goal, 30 % of 100 held out \(95 % interval \+8 to \+30 points\)\.$/,
    ],
    [{ points: -0.2, low: -0.3, high: -0.1 }, /^It harms: .*−30 to −10 points/],
    [{ points: 0.02, low: -0.05, high: 0.1 }, /^Not decided yet: /],
  ])('describeReadout claims no more than the interval %j allows', (uplift, sentence) => {
    expect(describeReadout({ ...arms, uplift })).toMatch(sentence);
  });

  test('describeReadout says when it is too early', () => {
    const few = { ...arms, holdout: { runs: 3, succeeded: 1 }, uplift: null };
    expect(describeReadout(few)).toBe(
      'Too early to say: 30 measured customers are needed in each group, there are 200 treated and 3 held out.',
    );
  });
});
