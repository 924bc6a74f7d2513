import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import { traitsTold } from '#domain/profile/traits-told.ts';
import { plan } from '#retention/tracking-plan.ts';
import { exampleEvent } from '../example-event.ts';

function toldBy(told: Partial<CanonicalEvent>): JsonObject | null {
  return traitsTold(plan, exampleEvent(told));
}

describe('traitsTold', () => {
  test('traitsTold gives the traits of an identify call as they are', () => {
    expect(toldBy({ type: 'identify', properties: { plan: 'team' } })).toEqual({ plan: 'team' });
  });

  test.each<[string, JsonObject, JsonObject | null]>([
    ['Unsubscribed', {}, { emailConsent: false }],
    ['Email Marked as Spam', {}, { emailConsent: false }],
    ['email_unsubscribed', {}, null],
    ['Consent Changed', { channel: 'email', granted: true }, { emailConsent: true }],
    ['Consent Updated', { channel: 'E-Mail', granted: 'no' }, { emailConsent: 'no' }],
    ['Consent Changed', { channel: 'SMS', granted: 0 }, { smsConsent: 0 }],
    ['Consent Changed', { granted: false }, { marketingConsent: false }],
    ['Consent Changed', { channel: null, granted: false }, { marketingConsent: false }],
    ['Consent Changed', { channel: '__proto__', granted: false }, { protoConsent: false }],
    ['Consent Changed', { channel: 'email' }, null],
    ['Order Completed', { emailConsent: true }, null],
    ['Unheard', { emailConsent: true }, null],
  ])('traitsTold takes %s %j as %j', (name, properties, traits) => {
    expect(toldBy({ name, properties })).toEqual(traits);
  });

  test('traitsTold takes no other call for one, whatever it is called', () => {
    for (const type of ['page', 'screen', 'group', 'alias'] as const) {
      expect(toldBy({ type, name: 'Unsubscribed' })).toBeNull();
    }
  });
});
