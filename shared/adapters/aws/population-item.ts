import { type Population, populationSchema } from '#contracts/population.ts';
import { type Item, text } from './item-attributes.ts';
import { sortable } from './item-keys.ts';

/** The partition of a tenant's snapshots; they are ordered by the time from which they are effective. */
export const populationPartition = (tenant: string) => `population|${tenant}`;

export const populationSortKey = sortable;

export function populationItem(tenant: string, population: Population): Item {
  return {
    pk: { S: populationPartition(tenant) },
    sk: { S: populationSortKey(population.effectiveFromMs) },
    entry: { S: JSON.stringify(population) },
  };
}

/** Item → snapshot. Throws if the item does not hold one. */
export function parsePopulationItem(item: Item): Population {
  return populationSchema.parse(JSON.parse(text(item, 'entry')));
}
