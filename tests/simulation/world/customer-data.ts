import { type Item, optionalNumber, text } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { type CodeAge, hasDefinitionsBefore } from './deployment.ts';
import { createDueTimes } from './due-times.ts';
import { laggingView } from './lagging-view.ts';
import { fromNewestLayout, layoutView } from './layout-view.ts';
import { createProfileHistory } from './profile-history.ts';
import type { World } from './world.ts';

/** So few bytes of pages come with one request that a customer with many ids needs several. */
const pagesOfChunkBytes = 1_500;

/** The customer table of a run, with the profile stores over it. */
export type CustomerData = {
  /** As the newest code reads it. */
  readonly table: MemoryTable;
  tableOf(age: CodeAge): MemoryTable;
  profilesOf(age: CodeAge): ProfileStore;
  /** Every profile that was put, in order, as the newest code reads it. */
  readonly puts: readonly Item[];
  /** Which definitions the code had that made each of these puts. */
  readonly writers: readonly ('before' | 'today')[];
  /** When the first item of the wake-up index is due; `Infinity` if none is. */
  nextDueMs(): number;
};

/** A table that says before each version of a profile is put who puts it. */
function writtenBy(table: MemoryTable, note: () => void): MemoryTable {
  return {
    ...table,
    putVersion(item, version) {
      note();
      return table.putVersion(item, version);
    },
  };
}

/** Makes the customer table with the plan's older items; `onPut` is told of every item that is written after that, in order. */
export function createCustomerData(world: World, onPut: (item: Item) => void): CustomerData {
  const puts: Item[] = [];
  const history = createProfileHistory(world);
  const dueTimes = createDueTimes();
  const writers: ('before' | 'today')[] = [];
  let writer: CodeAge = 'old';
  let hasBegun = false;
  const table = createMemoryCustomerTable((item) => {
    history.record(item);
    dueTimes.set(`${text(item, 'pk')}#${text(item, 'sk')}`, optionalNumber(item, 'wakeAt'));
    if (!hasBegun) return;
    if (text(item, 'sk') === profileSortKey) {
      puts.push(fromNewestLayout(item));
      writers.push(hasDefinitionsBefore(world, writer) ? 'before' : 'today');
    }
    onPut(item);
  });
  for (const item of world.plan.olderItems) table.put(item);
  hasBegun = true;

  const seen = laggingView(table, history, world.scheduler.clock);
  // Where the deployment brings today's code, the newer layout is today's.
  const { deployment } = world.plan;
  const newest = deployment === null || deployment.kind === 'next layout' ? 'new' : 'old';
  const views = { old: layoutView(seen, 'old'), new: layoutView(seen, newest) };
  const storeOf = (age: CodeAge) =>
    world.spoiler.storedProfiles(
      createMemoryProfileStore(
        writtenBy(views[age], () => {
          writer = age;
        }),
        pagesOfChunkBytes,
      ),
    );
  const stores = { old: storeOf('old'), new: storeOf('new') };
  return {
    table: layoutView(table, 'new'),
    tableOf: (age) => views[age],
    profilesOf: (age) => stores[age],
    puts,
    writers,
    nextDueMs: dueTimes.nextMs,
  };
}
