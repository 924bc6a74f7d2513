import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventIdSet } from '#domain/profile/event-id-set.ts';
import { eventIdHash, packEventIds } from '#domain/profile/event-ids.ts';

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${count}}$`));

/** Hashes of any kind: zeros, half zeros, many that begin at the same slot, and anything. */
const idHashes = fc.oneof(
  fc.constantFrom('0000000000000000', 'ffffffffffffffff', '0000000000000001', '0000000100000000'),
  digits(8).map((high) => `${high}0000003f`),
  digits(8).map((low) => `00000000${low}`),
  digits(16),
);

function setOf(parts: readonly (readonly string[])[]): EventIdSet {
  const set = new EventIdSet();
  for (const part of parts) set.addPacked(packEventIds(part));
  return set;
}

describe('EventIdSet', () => {
  test('EventIdSet holds what a Set of texts would hold, over any hashes, the zero hash too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(idHashes, { maxLength: 150 }), { maxLength: 4 }),
        fc.array(idHashes, { maxLength: 50 }),
        (parts, others) => {
          const expected = new Set(parts.flat());
          const set = setOf(parts);
          expect(set.size).toBe(expected.size);
          for (const idHash of [...parts.flat(), ...others]) expect(set.has(idHash)).toBe(expected.has(idHash));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('EventIdSet has nothing before anything was added, not even the zero hash', () => {
    const set = new EventIdSet();
    expect([set.size, set.has('0'.repeat(16)), set.has(eventIdHash('a'))]).toEqual([0, false, false]);
  });

  test('EventIdSet keeps the zero hash while it grows', () => {
    const set = setOf([['0'.repeat(16)], Array.from({ length: 1_000 }, (_, index) => eventIdHash(`${index}`))]);
    expect(set.has('0'.repeat(16))).toBe(true);
    expect(set.size).toBe(1_001);
  });

  test('EventIdSet takes 200,000 ids, and knows each of them and no other', () => {
    const ids = Array.from({ length: 200_000 }, (_, index) => eventIdHash(`event ${index}`));
    const set = setOf([ids, ids.slice(0, 1_000)]);
    expect(set.size).toBe(200_000);
    expect(ids.every((idHash) => set.has(idHash))).toBe(true);
    expect(ids.some((_, index) => set.has(eventIdHash(`other ${index}`)))).toBe(false);
  });

  test('EventIdSet reads a view into a larger buffer', () => {
    const ids = ['a', 'b'].map(eventIdHash);
    const larger = new Uint8Array([9, 9, 9, ...packEventIds(ids), 9]);
    const set = new EventIdSet();
    set.addPacked(larger.subarray(3, 19));
    expect([set.size, ...ids.map((idHash) => set.has(idHash))]).toEqual([2, true, true]);
  });
});
