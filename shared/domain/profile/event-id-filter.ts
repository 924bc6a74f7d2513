import type { PagedIds } from '#contracts/profile-record.ts';

/** Bytes of the filter in the item: 768 bits. With 100 ids it is wrong once in 30 times, with 200 once in 6. */
export const filterBytes = 96;

/** Positions that one id sets: each is made of 5 of its 16 hexadecimal digits. */
const positionsPerId = 3;
const digitsPerPosition = 5;

/** With more bits set than this, about 350 ids, more than two of five answers would be wrong: the filter is given up. */
const mostBitsSet = filterBytes * 6;

/** Ids that a filter made anew may hold; it is wrong once in 4 times then, and takes more before it is given up. */
export const mostIdsOfNewFilter = 250;

function positionsOf(idHash: string): number[] {
  return Array.from({ length: positionsPerId }, (_, index) => {
    const from = index * digitsPerPosition;
    return Number.parseInt(idHash.slice(from, from + digitsPerPosition), 16) % (filterBytes * 8);
  });
}

function isSet(bits: Uint8Array, position: number): boolean {
  return ((bits[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
}

/**
 * Whether an id may be in one of the pages. A "no" is certain (Bloom 1970, "Space/time trade-offs in hash coding with
 * allowable errors", Communications of the ACM 13).
 */
export function mayBePaged(paged: PagedIds, idHash: string): boolean {
  if (paged.kind !== 'filter') return paged.kind !== 'none';
  return positionsOf(idHash).every((position) => isSet(paged.bits, position));
}

/** What is stored of it: once the item is written in the layout of today, older code adds no page any more. */
export function asWritten(paged: PagedIds): Exclude<PagedIds, { kind: 'older' }> {
  return paged.kind === 'older' ? { kind: 'look' } : paged;
}

function bitsSet(bits: Uint8Array): number {
  let count = 0;
  for (const byte of bits) {
    for (let rest = byte; rest !== 0; rest &= rest - 1) count += 1;
  }
  return count;
}

/** The same knowledge with more ids in pages; gives the filter up when it has become too full to say no. */
export function withPagedIds(paged: PagedIds, idHashes: readonly string[]): PagedIds {
  if (paged.kind === 'older' || paged.kind === 'look') return asWritten(paged);
  if (idHashes.length === 0) return paged;
  const bits = paged.kind === 'filter' ? paged.bits.slice() : new Uint8Array(filterBytes);
  for (const idHash of idHashes) {
    for (const position of positionsOf(idHash))
      bits[position >> 3] = (bits[position >> 3] ?? 0) | (1 << (position & 7));
  }
  return bitsSet(bits) > mostBitsSet ? { kind: 'look' } : { kind: 'filter', bits };
}
