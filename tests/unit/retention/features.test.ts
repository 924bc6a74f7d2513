import { describe, expect, test } from 'vitest';
import { plannedItem } from '#domain/declaring/planned-item.ts';
import { features } from '#retention/features.ts';
import { retention } from '#retention/retention.ts';

describe('features', () => {
  test('features keep the names that rules, e-mails and reports know', () => {
    const names = features.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'recencyDays',
        'tenureDays',
        'daysSincePurchase',
        'daysSinceCart',
        'frequency',
        'ticketCount',
        'monetaryValue',
        'activities7',
        'activities28',
        'activities90',
        'purchases7',
        'purchases28',
        'purchases90',
        'money90',
        'activeDays28',
      ]),
    );
  });

  test('features of a busy customer leave room in one write unit for ids, segments, cells of rules, and a little more', () => {
    expect(plannedItem(retention, 'customer').bytes).toBeLessThanOrEqual(1_024 - 20);
  });

  test('features of a busy account leave room in two write units for ids, segments, and cells of rules', () => {
    expect(plannedItem(retention, 'account').bytes).toBeLessThanOrEqual(2_048);
  });
});
