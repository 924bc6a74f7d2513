import type { Item } from './item-attributes.ts';
import { optionalNumber } from './item-attributes.ts';

/** An end of a write key: the attribute that holds it, and when. */
export type KeyEnd = { readonly attribute: 'expiresMs' | 'revokedMs'; readonly atMs: number };

/** The condition under which an end is written, in DynamoDB's words: `:at` is its time. */
export const endConditions: Readonly<Record<KeyEnd['attribute'], string>> = {
  expiresMs: 'attribute_not_exists(revokedMs) AND (attribute_not_exists(expiresMs) OR expiresMs > :at)',
  revokedMs: 'attribute_not_exists(revokedMs)',
};

/** The same condition, for an item at hand. */
export function mayEnd(item: Item, { attribute, atMs }: KeyEnd): boolean {
  if (optionalNumber(item, 'revokedMs') !== null) return false;
  if (attribute === 'revokedMs') return true;
  const expiresMs = optionalNumber(item, 'expiresMs');
  return expiresMs === null || expiresMs > atMs;
}
