import { describe, expect, test } from 'vitest';
import { DuplicateIds } from '#domain/training/audit/duplicate-ids.ts';
import { juneMs } from '../../example-event.ts';
import { figureOf } from './audit-examples.ts';

const event = (id: string, customerId: string, content = 'same', timeMs = juneMs) => ({
  id,
  customerId,
  content,
  timeMs,
});

describe('DuplicateIds', () => {
  test('DuplicateIds lets the first event of every id and customer through', () => {
    const ids = new DuplicateIds();
    const taken = [event('1', 'ada'), event('1', 'ada'), event('1', 'bob'), event('2', 'ada'), event('1', 'bob')];
    expect(taken.map((one) => ids.take(one))).toEqual([true, false, true, true, false]);
    const report = ids.finding();
    expect(figureOf(report, 'repeated events')).toBe(2);
    expect(figureOf(report, 'ids shared between customers')).toBe(1);
    expect(report).toMatchObject({ verdict: 'warning', blocks: [] });
  });

  test('DuplicateIds calls it a conflict when the same id says something else, or much later', () => {
    const ids = new DuplicateIds();
    ids.take(event('1', 'ada'));
    ids.take(event('1', 'ada', 'same', juneMs + 1_000));
    ids.take(event('1', 'ada', 'other'));
    ids.take(event('1', 'ada', 'same', juneMs + 86_400_000));
    const report = ids.finding();
    expect(figureOf(report, 'repeated with other content')).toBe(2);
    expect(report).toMatchObject({ verdict: 'problem', blocks: [{ use: 'churn model' }] });
  });

  test('DuplicateIds forgets the ids of a part with the next one', () => {
    const ids = new DuplicateIds();
    ids.take(event('1', 'ada'));
    ids.nextPartition();
    expect(ids.take(event('1', 'ada'))).toBe(true);
    expect(ids.finding().verdict).toBe('ok');
  });

  test('DuplicateIds warns when more than one row in a hundred copies an earlier one', () => {
    const ids = new DuplicateIds();
    ids.takeRows(200, 2);
    expect(ids.finding().verdict).toBe('ok');
    ids.takeRows(0, 1);
    expect(ids.finding()).toMatchObject({ verdict: 'warning' });
  });
});
