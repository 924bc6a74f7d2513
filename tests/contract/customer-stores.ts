import type { Item } from '#adapters/aws/item-attributes.ts';
import type { ProfileReader } from '#ports/profile-reader.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { RunStore } from '#ports/run-store.ts';
import type { WakeIndex } from '#ports/wake-index.ts';

/** Everything that lies in one customer table. */
export type CustomerStores = {
  readonly profiles: ProfileStore;
  readonly runs: RunStore;
  readonly wakeIndex: WakeIndex;
  readonly reader: ProfileReader;
  /** Puts an item as it is, such as one that older code wrote. */
  readonly putItem: (item: Item) => Promise<void>;
};

/** Opens the stores over an empty table. */
export type OpenCustomerStores = () => Promise<CustomerStores>;
