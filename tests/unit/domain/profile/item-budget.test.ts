import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemBytes } from '#adapters/aws/item-size.ts';
import { profileItem } from '#adapters/aws/profile-item.ts';
import { itemBudgetBytes, profileItemBytes } from '#domain/profile/item-budget.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { histories } from '../histories.ts';
import { StoredCustomer, visit } from './advancing.ts';

describe('profileItemBytes', () => {
  test('profileItemBytes gives what DynamoDB counts for the item that is really written', () => {
    fc.assert(
      fc.property(fc.array(histories({ days: 90, maxEvents: 60 }), { minLength: 1, maxLength: 6 }), (batches) => {
        const customer = new StoredCustomer();
        for (const events of batches) customer.take(events);
        if (customer.record === null) return;
        expect(profileItemBytes(customer.record)).toBe(itemBytes(profileItem(customer.record)));
      }),
    );
  });

  test('profileItemBytes stays within the budget of one write unit, event by event over a year, 3 a day', () => {
    const customer = new StoredCustomer();
    let most = 0;
    for (let index = 0; index < 1_095; index += 1) {
      const timeMs = juneMs + Math.floor(index / 3) * dayMs + index;
      customer.take([visit(`v${index}`, timeMs)], timeMs + 1_000);
      if (customer.record !== null) most = Math.max(most, profileItemBytes(customer.record));
    }
    expect(most).toBeLessThanOrEqual(itemBudgetBytes);
    expect(customer.pages.size).toBeLessThan(1_095 / 30);
  });
});
