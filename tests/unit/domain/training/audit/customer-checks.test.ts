import { describe, expect, test } from 'vitest';
import { startBeforeAccount } from '#domain/training/audit/before-account.ts';
import { startBotLikeCustomers } from '#domain/training/audit/bot-like-customers.ts';
import { startChurnOutcomes } from '#domain/training/audit/churn-outcomes.ts';
import { startCustomerActivity } from '#domain/training/audit/customer-activity.ts';
import { startSegmentSizes } from '#domain/training/audit/segment-sizes.ts';
import { dayMs, juneMs } from '../../example-event.ts';
import { figureOf, found, historyOf } from './audit-examples.ts';

/** A customer who bought so many days before 1 June 2026. */
const bought = (name: string, ...daysAgo: number[]) =>
  historyOf(
    name,
    daysAgo.map((ago) => ({ name: 'Bought', timeMs: juneMs - ago * dayMs, properties: { total: 1 } })),
  );

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));

describe('startCustomerActivity', () => {
  test('startCustomerActivity asks for 2 purchases or 5 active days', () => {
    const looked = (name: string, days: number) =>
      historyOf(
        name,
        many(days, (day) => ({ name: 'Looked', timeMs: juneMs - day * dayMs })),
      );
    const report = found(startCustomerActivity, [
      bought('ada', 1),
      bought('bob', 1, 1),
      looked('cyd', 4),
      looked('anonymous:dan', 5),
    ]);
    expect(figureOf(report, 'with enough activity')).toBe(2);
    expect(figureOf(report, 'have bought')).toBe(2);
    expect(figureOf(report, 'of them visitors without a user id')).toBe(1);
  });

  test('startCustomerActivity blocks each use by its own measure', () => {
    const uses = (count: number, ...days: number[]) =>
      found(
        startCustomerActivity,
        many(count, (index) => bought(`c${index}`, ...days)),
      ).blocks.map((block) => block.use);
    expect(uses(0)).toEqual(['rules', 'clusters', 'churn model']);
    expect(uses(499, 1, 2)).toEqual(['clusters', 'churn model']);
    expect(uses(500, 1, 2)).toEqual(['clusters']);
    expect(uses(2_500, 1)).toEqual(['churn model']);
  });
});

describe('startSegmentSizes', () => {
  test('startSegmentSizes counts the members of every declared segment at the as-of date', () => {
    const report = found(startSegmentSizes, [bought('ada', 1, 2), bought('bob', 20), bought('cyd', 3)]);
    expect(report.breakdowns[0]?.rows).toEqual([
      { name: 'busy', count: 2 },
      { name: 'quiet', count: 1 },
      { name: 'buyer', count: 1 },
    ]);
    expect(report).toMatchObject({
      verdict: 'problem',
      examples: ['busy: 2 of 500', 'quiet: 1 of 500', 'buyer: 1 of 500'],
    });
  });

  test('startSegmentSizes does not blame a segment whose events are not in the data', () => {
    const looked = many(600, (index) => historyOf(`c${index}`, [{ name: 'Looked' }]));
    const report = found(startSegmentSizes, looked);
    expect(figureOf(report, 'segments judged')).toBe(2);
    expect(report.examples).toContain('buyer: no event in the data means purchase');
  });
});

describe('startChurnOutcomes', () => {
  test('startChurnOutcomes counts who was there before the cut and stayed or left', () => {
    const report = found(startChurnOutcomes, [
      bought('stayed', 100, 89),
      bought('left', 100),
      bought('left at the cut', 90),
      bought('came later', 10),
      bought('long gone', 400),
      bought('long gone, but back', 400, 10),
    ]);
    expect(figureOf(report, 'stayed')).toBe(1);
    expect(figureOf(report, 'left')).toBe(2);
    expect(figureOf(report, 'cut')).toBe('2026-03-04');
    expect(report.blocks.map((block) => block.use)).toEqual(['churn model']);
  });

  test('startChurnOutcomes counts no visitor as left: most come once, or come back as a user', () => {
    const visitors = many(600, (index) => bought(`anonymous:v${index}`, 100));
    const stayed = many(600, (index) => bought(`s${index}`, 100, 5));
    const report = found(startChurnOutcomes, [...visitors, ...stayed]);
    expect(figureOf(report, 'left')).toBe(0);
    expect(report.blocks.map((block) => block.use)).toEqual(['churn model']);
  });

  test('startChurnOutcomes is content with 500 of each', () => {
    const customers = many(500, (index) => [bought(`s${index}`, 100, 5), bought(`l${index}`, 100)]).flat();
    expect(found(startChurnOutcomes, customers)).toMatchObject({ verdict: 'ok', blocks: [] });
    expect(found(startChurnOutcomes, customers.slice(1))).toMatchObject({ verdict: 'warning' });
  });
});

describe('startBeforeAccount', () => {
  test('startBeforeAccount allows a day between the first purchase and the account', () => {
    const beginning = { kind: 'createdAt trait', timeMs: juneMs } as const;
    const report = found(startBeforeAccount, [
      { ...bought('same day', 1), beginning },
      { ...bought('before', 1.01), beginning },
      { ...bought('nobody knows', 300), beginning: null },
    ]);
    expect(figureOf(report, 'customers with a transaction before the account')).toBe(1);
    expect(figureOf(report, 'judged by createdAt trait')).toBe(2);
    expect(report.examples[0]).toMatch(/^before: first transaction /);
  });

  test('startBeforeAccount cannot say anything where no account has a beginning', () => {
    expect(found(startBeforeAccount, [bought('ada', 1)])).toMatchObject({ verdict: 'not applicable' });
  });
});

describe('startBotLikeCustomers', () => {
  test('startBotLikeCustomers names customers with a thousand events on a day, or a large share of all', () => {
    const people = many(100, (index) => bought(`c${index}`, 1, 2, 3));
    const hectic = historyOf(
      'robot',
      many(1_000, (index) => ({ id: `r${index}`, name: 'Looked' })),
    );
    const steady = bought('shared', ...many(200, (index) => index));
    const report = found(startBotLikeCustomers, [...people, hectic, steady]);
    expect(figureOf(report, 'bot-like customers')).toBe(2);
    expect(report.examples[0]).toBe('robot: 1,000 events, up to 1,000 on a day');
    expect(report).toMatchObject({ verdict: 'problem' });
    expect(found(startBotLikeCustomers, people)).toMatchObject({ verdict: 'ok' });
  });
});
