import { wakeShards } from '#ports/wake-index.ts';
import type { Line } from './network.ts';

const line = (name: string, table: Line['table'], repeats: boolean): Line => {
  return { name, table, repeats, requestsAtOnce: 1, arrived: () => undefined };
};

/**
 * What lies between the functions and what they call. The AWS clients repeat requests by themselves, but for those of the
 * profile function, of the bus and of the e-mail provider, which make one attempt.
 */
export const lines = {
  profilesOfProfile: line('profiles', 'customer', false),
  quarantineOfProfile: line('ledger', 'other', false),
  profiles: line('profiles', 'customer', true),
  runs: line('runs', 'customer', true),
  /** A tick asks all shards at once and fails if one fails. */
  wakeIndex: { ...line('index', 'customer', true), requestsAtOnce: wakeShards },
  ledger: line('ledger', 'other', true),
  toArchive: line('toArchive', 'none', true),
  archive: line('archive', 'other', true),
  sources: line('sources', 'other', true),
  queue: line('queue', 'none', true),
  bus: line('publisher', 'none', false),
  mail: line('emails', 'none', false),
};
