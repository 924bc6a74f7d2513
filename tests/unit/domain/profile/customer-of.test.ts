import { describe, expect, test } from 'vitest';
import { canonicalEventSchema } from '#contracts/canonical-event.ts';
import { customerIdSchema } from '#contracts/identifier.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import { exampleEvent } from '../example-event.ts';

describe('customerOf', () => {
  test('customerOf takes the user, then the anonymous visitor, then nobody', () => {
    expect(customerOf({ userId: 'ada', anonymousId: 'x' })).toBe('ada');
    expect(customerOf({ userId: null, anonymousId: 'x' })).toBe('anonymous:x');
    expect(customerOf({ userId: null, anonymousId: null })).toBeNull();
  });

  test('customerOf makes a storable customer id of every event that the contract lets in', () => {
    for (let length = 180; length <= 200; length += 1) {
      const event = canonicalEventSchema.safeParse(exampleEvent({ userId: null, anonymousId: 'x'.repeat(length) }));
      if (event.success) expect(customerIdSchema.safeParse(customerOf(event.data)).success).toBe(true);
    }
  });
});
