import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countedIdHash, eventIdHash, packEventIds, unpackEventIds } from '#domain/profile/event-ids.ts';

describe('eventIdHash', () => {
  test('eventIdHash gives the first 8 bytes of SHA-256 as 16 hexadecimal digits', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(eventIdHash(id)).toBe(createHash('sha256').update(id).digest().subarray(0, 8).toString('hex'));
      }),
    );
  });
});

describe('packEventIds and unpackEventIds', () => {
  test('unpackEventIds gives back what packEventIds packed, in the same order, at 8 bytes each', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 80 }), (ids) => {
        const hashes = ids.map(eventIdHash);
        const packed = packEventIds(hashes);
        expect(packed).toHaveLength(hashes.length * 8);
        expect(unpackEventIds(packed)).toEqual(hashes);
      }),
    );
  });

  test('unpackEventIds reads a view into a larger buffer', () => {
    const packed = packEventIds(['a', 'b'].map(eventIdHash));
    const larger = new Uint8Array([9, 9, 9, ...packed, 9]);
    expect(unpackEventIds(larger.subarray(3, 19))).toEqual(['a', 'b'].map(eventIdHash));
  });
});

describe('countedIdHash', () => {
  const ada = { id: 'e', userId: 'ada', anonymousId: 'v1' };
  const visitor = { id: 'e', userId: null, anonymousId: 'v1' };

  test('countedIdHash knows an event of a customer by its id alone, whoever it names', () => {
    expect(countedIdHash('ada', ada)).toBe(eventIdHash('e'));
    expect(countedIdHash('anonymous:v1', visitor)).toBe(eventIdHash('e'));
  });

  test('countedIdHash knows an event of an account by whom it names as well', () => {
    const ids = [ada, { ...ada, userId: 'bob' }, visitor].map((event) => countedIdHash('account:acme', event));
    expect(new Set([...ids, eventIdHash('e')]).size).toBe(4);
    expect(countedIdHash('account:beta', { ...ada, anonymousId: null })).toBe(ids[0]);
  });
});
