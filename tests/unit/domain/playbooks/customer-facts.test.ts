import { describe, expect, test } from 'vitest';
import { customerFacts } from '#domain/playbooks/customer-facts.ts';
import { exampleDefinitions } from '../example-definitions.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { advance, recordOf, visit } from '../profile/advancing.ts';

describe('customerFacts', () => {
  test('customerFacts reads segments, every feature at that moment, and the money off the stored profile', () => {
    const order = { ...visit('b'), name: 'Bought', properties: { total: 20 } };
    const refund = { ...visit('c'), name: 'Returned', properties: { total: 5 } };
    const record = recordOf(advance({ events: [visit('a'), order, refund] }));
    const facts = customerFacts(exampleDefinitions, record, juneMs + 4 * dayMs, null);
    const stay = { sinceMs: juneMs + dayMs, version: 1, enteredVersion: 1, heldBack: false };
    expect(facts.memberships).toEqual(new Map([['busy', stay]]));
    expect(facts.features).toEqual({ quietDays: 4, orders: 1, spent: 15 });
    expect(facts.valueMinor).toBe(1_500);
  });
});
