import { describe, expect, test } from 'vitest';
import { purchase } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { startCurrencies } from '#domain/training/audit/currencies.ts';
import { auditedEvent, exampleSettings, figureOf, found } from './audit-examples.ts';

const paid = (currency: string | null, count = 1) =>
  Array.from({ length: count }, () =>
    auditedEvent({ name: 'Bought', properties: currency === null ? { total: 1 } : { total: 1, currency } }),
  );

describe('startCurrencies', () => {
  test('startCurrencies is content with one currency, and with none at all', () => {
    expect(found(startCurrencies, paid('EUR', 3))).toMatchObject({ verdict: 'ok', summary: 'all money is in EUR' });
    expect(found(startCurrencies, paid(null, 3))).toMatchObject({ verdict: 'ok' });
    expect(found(startCurrencies, [auditedEvent({ name: 'Looked', properties: { currency: 'EUR' } })])).toMatchObject({
      verdict: 'not applicable',
    });
  });

  test('startCurrencies blocks sums of money when more than one payment in a hundred is foreign', () => {
    const report = found(startCurrencies, [...paid('EUR', 9), ...paid('USD')]);
    expect(report.verdict).toBe('problem');
    expect(report.blocks.map((block) => block.use)).toEqual(['clusters', 'churn model']);
    expect(found(startCurrencies, [...paid('EUR', 199), ...paid('USD')])).toMatchObject({
      verdict: 'warning',
      blocks: [],
    });
  });

  test('startCurrencies takes case and signs for spellings of one currency', () => {
    const report = found(startCurrencies, [...paid('EUR', 5), ...paid('eur', 2), ...paid('€')]);
    expect(report.verdict).toBe('warning');
    expect(figureOf(report, 'second spellings')).toBe(3);
    expect(figureOf(report, 'in another currency')).toBe(0);
  });

  test('startCurrencies shows payments in another currency before those that name none, and counts both', () => {
    const report = found(startCurrencies, [...paid('EUR', 300), ...paid(null, 9), ...paid('USD', 2)]);
    expect(report.summary).toBe('2 of 311 payments (0.6 %) are not in EUR; 9 of 311 payments (2.9 %) name no currency');
    expect(report.examples.slice(0, 2)).toEqual([
      expect.stringContaining('USD, the first was EUR'),
      expect.stringContaining('USD, the first was EUR'),
    ]);
    expect(report.examples).toHaveLength(5);
    expect(report.examples[2]).toContain('(none)');
  });

  test('startCurrencies shows no payment without a currency where the plan says which it is in', () => {
    const plan = trackingPlan([purchase('Bought', { amount: 'total' })], {
      money: { currency: 'EUR', rates: { USD: 0.9 } },
    });
    const settings = { ...exampleSettings, definitions: { ...exampleSettings.definitions, plan } };
    const report = found(startCurrencies, [...paid('EUR', 300), ...paid(null, 9), ...paid('GBP')], settings);
    expect(report.summary).toBe('1 of 310 payments (0.3 %) are not in EUR');
    expect(report.examples).toEqual([expect.stringContaining('GBP')]);
  });

  test('startCurrencies has nothing against currencies that the plan converts', () => {
    const plan = trackingPlan([purchase('Bought', { amount: 'total' })], {
      money: { currency: 'EUR', rates: { USD: 0.9 } },
    });
    const settings = { ...exampleSettings, definitions: { ...exampleSettings.definitions, plan } };
    const report = found(startCurrencies, [...paid('EUR', 5), ...paid('USD', 5), ...paid(null, 2)], settings);
    expect(report).toMatchObject({ verdict: 'ok', blocks: [] });
  });
});
