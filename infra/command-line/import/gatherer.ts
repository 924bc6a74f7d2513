import type { ImportMapping } from '../mapping/item-mapping.ts';
import { gatherEvents } from './gather-events.ts';
import { gatherItems } from './gather-items.ts';
import type { GatheredCustomers, GatherSettings } from './gathered.ts';
import { readItem } from './item-text.ts';
import { rowText } from './row-text.ts';

/** What was set aside for some customers → their events. */
export type Gatherer = (texts: readonly string[]) => GatheredCustomers;

/** How what was set aside under a mapping becomes events. */
export function gatherer(mapping: ImportMapping, settings: GatherSettings): Gatherer {
  if ('items' in mapping) {
    return (texts) => gatherItems({ ...settings, mappingName: mapping.name }, texts.map(readItem));
  }
  const { read } = rowText(mapping);
  return (texts) => gatherEvents({ ...settings, mapping }, texts.map(read));
}
