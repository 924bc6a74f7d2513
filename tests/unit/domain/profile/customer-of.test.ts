import { describe, expect, test } from 'vitest';
import { canonicalEventSchema } from '#contracts/canonical-event.ts';
import { customerIdSchema } from '#contracts/identifier.ts';
import { accountCustomerOf, customerOf, idsPassedOver, noCustomerDetail } from '#domain/profile/customer-of.ts';
import { exampleEvent } from '../example-event.ts';

describe('customerOf', () => {
  test('customerOf takes the user, then the anonymous visitor, then nobody', () => {
    expect(customerOf({ userId: 'ada', anonymousId: 'x' })).toBe('ada');
    expect(customerOf({ userId: null, anonymousId: 'x' })).toBe('anonymous:x');
    expect(customerOf({ userId: null, anonymousId: null })).toBeNull();
  });

  test.each(['null', 'guest', '0', 'anonymous:x', 'account:x'])('customerOf passes over the user id %s', (userId) => {
    expect(customerOf({ userId, anonymousId: 'x' })).toBe('anonymous:x');
    expect(customerOf({ userId, anonymousId: null })).toBeNull();
    expect(customerOf({ userId, anonymousId: 'undefined' })).toBeNull();
  });

  test('customerOf makes a storable customer id of every event that the contract lets in', () => {
    for (let length = 180; length <= 200; length += 1) {
      const event = canonicalEventSchema.safeParse(exampleEvent({ userId: null, anonymousId: 'x'.repeat(length) }));
      if (event.success) expect(customerIdSchema.safeParse(customerOf(event.data)).success).toBe(true);
    }
  });
});

describe('accountCustomerOf', () => {
  test('accountCustomerOf puts the account under a name that no user has, and passes over placeholders', () => {
    expect(accountCustomerOf('acme')).toBe('account:acme');
    expect([accountCustomerOf(null), accountCustomerOf('null'), accountCustomerOf(' ')]).toEqual([null, null, null]);
    expect(customerIdSchema.safeParse(accountCustomerOf('x'.repeat(200))).success).toBe(true);
  });
});

describe('noCustomerDetail', () => {
  test('noCustomerDetail names the ids that stand for nobody, or says that there are none', () => {
    expect(noCustomerDetail({ userId: null, anonymousId: null })).toBe('neither userId nor anonymousId is given');
    expect(noCustomerDetail({ userId: 'guest', anonymousId: null })).toBe(
      'userId "guest": stands for nobody in particular, and no other id is given',
    );
  });

  test('idsPassedOver names no id that somebody can have', () => {
    expect(idsPassedOver({ userId: 'ada', anonymousId: 'x' })).toEqual([]);
    expect(idsPassedOver({ userId: 'ada', anonymousId: 'null' })).toEqual(['anonymousId "null"']);
  });
});
