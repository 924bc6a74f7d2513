import { describe, expect, test } from 'vitest';
import type { Json } from '#contracts/json.ts';
import type { Traits } from '#contracts/trait.ts';
import { mayEmail } from '#domain/playbooks/may-email.ts';

function traits(values: Record<string, Json>): Traits {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, timeMs: 1, eventId: 'e' }]));
}

const address = 'ada@example.org';

describe('mayEmail', () => {
  test('mayEmail allows the address that identify has told', () => {
    expect(mayEmail(traits({ email: address }))).toEqual({ kind: 'allowed', address });
  });

  test.each(['emailConsent', 'marketingConsent'])('mayEmail takes only a clear yes in %s for consent', (name) => {
    for (const yes of [true, 'true', 'True', 'yes', 1, '1', null]) {
      expect({ yes, kind: mayEmail(traits({ email: address, [name]: yes })).kind }).toEqual({ yes, kind: 'allowed' });
    }
    for (const no of [false, 'false', 'False', 'no', 'n', 0, '0', 'off', '', 'maybe', [], {}]) {
      const reason = `no consent: the trait "${name}" says so`;
      expect(mayEmail(traits({ email: address, [name]: no }))).toEqual({ kind: 'withheld', reason });
    }
  });

  test.each(['unsubscribed', 'doNotContact'])('mayEmail takes anything but a clear no in %s for a refusal', (name) => {
    for (const no of [false, 'false', 'FALSE', 'no', 0, '0', '', null]) {
      expect({ no, kind: mayEmail(traits({ email: address, [name]: no })).kind }).toEqual({ no, kind: 'allowed' });
    }
    for (const yes of [true, 'true', 'TRUE', 'yes', 1, '1', '2026-01-01', {}]) {
      const reason = `no consent: the trait "${name}" says so`;
      expect(mayEmail(traits({ email: address, [name]: yes }))).toEqual({ kind: 'withheld', reason });
    }
  });

  test.each<[Record<string, Json>]>([[{}], [{ email: '' }], [{ email: ' ' }], [{ email: 7 }]])(
    'mayEmail withholds without an address: %j',
    (values) => {
      expect(mayEmail(traits(values))).toEqual({
        kind: 'withheld',
        reason: 'no e-mail address: the trait "email" is not known',
      });
    },
  );

  test.each([
    'ada',
    '@example.org',
    'ada@',
    'a b@example.org',
    'ada@example.org, eve@example.org',
    'ada@example.org\r\nBcc: e@e.org',
    '<ada@example.org>',
  ])('mayEmail withholds what is no single address: %j', (email) => {
    expect(mayEmail(traits({ email })).kind).toBe('withheld');
  });
});
