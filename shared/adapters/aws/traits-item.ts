import { traitsSchema } from '#contracts/trait.ts';
import type { StoredTraits } from '#ports/profile-store.ts';
import { type Item, number, text } from './item-attributes.ts';
import { customerKey, traitsSortKey } from './item-keys.ts';

/** Traits → item, beside the profile that they belong to. */
export function traitsItem(tenant: string, customerId: string, stored: StoredTraits): Item {
  return {
    pk: { S: customerKey(tenant, customerId) },
    sk: { S: traitsSortKey },
    version: { N: String(stored.version) },
    traits: { S: JSON.stringify(stored.traits) },
  };
}

/** Item → traits; no item: none, at version 0. Throws if the item does not hold them. */
export function parseTraitsItem(item: Item | null): StoredTraits {
  if (item === null) return { version: 0, traits: {} };
  return { version: number(item, 'version'), traits: traitsSchema.parse(JSON.parse(text(item, 'traits'))) };
}
