import type { Line } from './network.ts';

const line = (name: string, table: Line['table'], repeats: boolean): Line => {
  return { name, table, repeats, arrived: () => undefined };
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
  wakeIndex: line('index', 'customer', true),
  ledger: line('ledger', 'other', true),
  toArchive: line('toArchive', 'none', true),
  archive: line('archive', 'other', true),
  sources: line('sources', 'other', true),
  queue: line('queue', 'none', true),
  relations: line('relations', 'none', true),
  bus: line('publisher', 'none', false),
  mail: line('emails', 'none', false),
};
