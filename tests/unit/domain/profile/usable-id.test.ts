import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUsableId, isUsableUserId } from '#domain/profile/usable-id.ts';

describe('isUsableId', () => {
  test.each([
    ...['null', 'NULL', ' undefined ', 'None', 'NaN', 'true', 'False', '0', '-1', 'guest', 'Anonymous', 'unknown'],
    ...['[object Object]', 'not_authenticated', 'distinct_id', 'user_id', '"null"', "'undefined'", '" guest "', '""'],
    ...['', '   ', '\t', '\u00a0', '00000000-0000-0000-0000-000000000000', ' '.repeat(100)],
  ])('isUsableId takes %j for nobody in particular', (id) => {
    expect(isUsableId(id)).toBe(false);
  });

  test.each([
    ...['ada', '1', '00', '-2', 'nullable', 'guest-17', 'anonymous1', 'ada@example.com', 'Nan Goldin', '"ada"', 'test'],
    ...['f47ac10b-58cc-4372-a567-0e02b2c3d479', 'x'.repeat(200), '用户', 'constructor', '__proto__', "'"],
  ])('isUsableId takes %j for somebody', (id) => {
    expect(isUsableId(id)).toBe(true);
  });

  test('isUsableId says the same whatever capitals, spaces and quotes are around', () => {
    const around = fc.constantFrom(
      (id: string) => id,
      (id: string) => ` ${id}\n`,
      (id: string) => `"${id}"`,
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 10 }), around, (id, dressed) => {
        fc.pre(!/^\s|\s$|["'`]/.test(id));
        expect(isUsableId(dressed(id.toUpperCase()))).toBe(isUsableId(id.toUpperCase().toLowerCase()));
      }),
    );
  });
});

describe('isUsableUserId', () => {
  test.each(['anonymous:x', 'anonymous:', 'account:acme', 'null', ''])('isUsableUserId refuses %j', (id) => {
    expect(isUsableUserId(id)).toBe(false);
  });

  test.each(['ada', 'Account:acme', 'accounts', 'anonymous-7'])('isUsableUserId takes %j', (id) => {
    expect(isUsableUserId(id)).toBe(true);
  });
});
