import { type Source, sourceSchema } from '#contracts/source.ts';
import { type Item, text } from './item-attributes.ts';

/** Source → item, under the hash of its write key. */
export function sourceItem(source: Source): Item {
  return { pk: { S: source.writeKeyHash }, source: { S: JSON.stringify(source) } };
}

/** Item → source. Throws if the item does not hold one. */
export function parseSourceItem(item: Item): Source {
  return sourceSchema.parse(JSON.parse(text(item, 'source')));
}
