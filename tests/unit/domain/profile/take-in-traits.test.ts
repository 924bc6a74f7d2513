import { describe, expect, test } from 'vitest';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { joinCustomerTraits, takeInTraits, tellsOfCustomer } from '#domain/profile/take-in-traits.ts';
import { exampleDefinitions } from '../example-definitions.ts';
import { exampleEvent } from '../example-event.ts';

const { plan } = exampleDefinitions;
const identify = exampleEvent({ id: 'i', type: 'identify', name: 'Identify', properties: { city: 'Rome' } });
const group = exampleEvent({ id: 'g', type: 'group', name: 'Group', accountId: 'acme', properties: { seats: 3 } });

describe('takeInTraits', () => {
  test('takeInTraits keeps the traits of identify and the accounts of group, and not the traits of the account', () => {
    const refusedJoins = {
      joins: [{ customerId: 'anonymous:x', sinceMs: 1, reason: 'limit' as const, holder: null }],
      more: true,
    };
    expect(takeInTraits(plan, { ...noCustomerTraits, refusedJoins }, [identify, group])).toEqual({
      traits: { city: { value: 'Rome', timeMs: identify.timeMs, eventId: 'i' } },
      accounts: { links: [{ accountId: 'acme', firstMs: group.timeMs, lastMs: group.timeMs }], more: false },
      refusedJoins,
      unsettled: [],
    });
  });

  test('tellsOfCustomer holds of events that change what is kept, and of no ordinary one', () => {
    expect([identify, group].map((event) => tellsOfCustomer(plan, event))).toEqual([true, true]);
    const ordinary = [exampleEvent({}), exampleEvent({ accountId: 'acme' }), { ...group, accountId: null }];
    expect(ordinary.map((event) => tellsOfCustomer(plan, event))).toEqual([false, false, false]);
  });
});

describe('joinCustomerTraits', () => {
  test('joinCustomerTraits of what two customers told equals taking in all of it', () => {
    const user = takeInTraits(plan, noCustomerTraits, [identify]);
    const visitor = takeInTraits(plan, noCustomerTraits, [group]);
    expect(joinCustomerTraits(user, visitor)).toEqual(takeInTraits(plan, noCustomerTraits, [identify, group]));
    expect(joinCustomerTraits(user, noCustomerTraits)).toEqual(user);
  });
});
