import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PagedIds } from '#contracts/profile-record.ts';
import { filterBytes, mayBePaged, mostIdsOfNewFilter, withPagedIds } from '#domain/profile/event-id-filter.ts';
import { eventIdHash } from '#domain/profile/event-ids.ts';

const none = { kind: 'none' } as const;
const idsNamed = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => eventIdHash(`${prefix} ${index}`));
const idHashes = fc.array(fc.stringMatching(/^[0-9a-f]{16}$/), { maxLength: 400 });

/** The share of ids never put in that the filter takes for paged, over ids that are the same in each run. */
function falseShare(ids: number): number {
  const paged = withPagedIds(none, idsNamed('paged', ids));
  const asked = idsNamed('never seen', 20_000);
  return asked.filter((idHash) => mayBePaged(paged, idHash)).length / asked.length;
}

describe('mayBePaged and withPagedIds', () => {
  test('mayBePaged never says no of an id that was put in, however many, in whatever parts', () => {
    fc.assert(
      fc.property(fc.array(idHashes, { maxLength: 5 }), (parts) => {
        let paged: PagedIds = none;
        for (const part of parts) paged = withPagedIds(paged, part);
        for (const idHash of parts.flat()) expect(mayBePaged(paged, idHash)).toBe(true);
      }),
    );
  });

  test('withPagedIds gives the same bits for the same ids, in whatever order and parts', () => {
    fc.assert(
      fc.property(idHashes, fc.nat(400), (ids, cut) => {
        const reversed = withPagedIds(withPagedIds(none, ids.slice(cut).toReversed()), ids.slice(0, cut));
        expect(reversed).toEqual(withPagedIds(none, ids));
      }),
    );
  });

  test('mayBePaged says no where nothing was paged, and never where the filter was given up', () => {
    expect(mayBePaged(none, eventIdHash('a'))).toBe(false);
    expect(mayBePaged({ kind: 'look' }, eventIdHash('a'))).toBe(true);
    expect(withPagedIds(none, [])).toEqual(none);
  });

  test.each([
    [100, 1 / 27],
    [200, 1 / 6],
    [mostIdsOfNewFilter, 1 / 4],
  ])('mayBePaged is wrong with %i ids in the filter for about %d of the others, as it is said', (ids, share) => {
    expect(falseShare(ids)).toBeGreaterThan(share * 0.75);
    expect(falseShare(ids)).toBeLessThan(share * 1.25);
  });

  test('withPagedIds gives the filter up when it is three quarters full, at about 350 ids, and for good', () => {
    const ids = idsNamed('paged', 1_000);
    let paged: PagedIds = none;
    let held = 0;
    while (paged.kind !== 'look') {
      paged = withPagedIds(paged, ids.slice(held, held + 1));
      held += 1;
    }
    expect(held).toBeGreaterThan(330);
    expect(held).toBeLessThan(390);
    expect(withPagedIds(paged, idsNamed('more', 3))).toEqual({ kind: 'look' });
  });

  test('withPagedIds leaves a filter of as many ids as it may be made of room for more', () => {
    const paged = withPagedIds(none, idsNamed('paged', mostIdsOfNewFilter));
    expect(paged.kind).toBe('filter');
    expect(withPagedIds(paged, idsNamed('more', 50)).kind).toBe('filter');
  });

  test('withPagedIds leaves the filter that it was given as it is', () => {
    const bits = new Uint8Array(filterBytes);
    withPagedIds({ kind: 'filter', bits }, idsNamed('paged', 10));
    expect(bits).toEqual(new Uint8Array(filterBytes));
  });
});
