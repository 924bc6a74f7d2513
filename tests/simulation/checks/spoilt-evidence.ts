import { type Item, text } from '#adapters/aws/item-attributes.ts';
import { profileSortKey, runSortKeyPrefix } from '#adapters/aws/item-keys.ts';
import { parseProfileItem, profileItem } from '#adapters/aws/profile-item.ts';
import { parseRunItem, runItem } from '#adapters/aws/run-item.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Run } from '#contracts/run.ts';
import type { Evidence } from '../evidence.ts';

/** A table in which some items are other ones, or missing where `change` gives null; for readers of all of it. */
function tableWith(table: MemoryTable, change: (item: Item) => Item | null): MemoryTable {
  return {
    ...table,
    all: () =>
      table
        .all()
        .map(change)
        .filter((item) => item !== null),
  };
}

/** Evidence with other items in the customer table. */
export function withCustomers(evidence: Evidence, change: (item: Item) => Item | null): Evidence {
  return { ...evidence, customers: tableWith(evidence.customers, change) };
}

/** Evidence with other entries in the ledger. */
export function withLedger(evidence: Evidence, change: (item: Item) => Item | null): Evidence {
  return { ...evidence, ledger: tableWith(evidence.ledger, change) };
}

/** Evidence in which the first entry of the ledger whose sort key or partition begins so is missing. */
export function withoutEntry(evidence: Evidence, prefix: string): Evidence {
  const isOne = (item: Item) => text(item, 'sk').startsWith(prefix) || text(item, 'pk').startsWith(prefix);
  const first = evidence.ledger.all().find(isOne);
  if (first === undefined) throw new Error(`Cannot spoil the evidence: the ledger has no ${prefix}`);
  const [pk, sk] = [text(first, 'pk'), text(first, 'sk')];
  return withLedger(evidence, (item) => (text(item, 'pk') === pk && text(item, 'sk') === sk ? null : item));
}

/** Evidence with another record for the first profile that `change` gives one for. Throws if it gives none. */
export function withProfile(evidence: Evidence, change: (record: ProfileRecord) => ProfileRecord | null): Evidence {
  for (const item of evidence.customers.all()) {
    if (text(item, 'sk') !== profileSortKey) continue;
    const changed = change(parseProfileItem(item));
    if (changed === null) continue;
    const spoilt = profileItem(changed);
    const pk = text(item, 'pk');
    const isIt = (one: Item) => text(one, 'pk') === pk && text(one, 'sk') === profileSortKey;
    return withCustomers(evidence, (one) => (isIt(one) ? spoilt : one));
  }
  throw new Error('Cannot spoil the evidence: there is no such profile');
}

/** The first profile that is one. Throws if none is. */
export function firstProfile(evidence: Evidence, isOne: (record: ProfileRecord) => boolean): ProfileRecord {
  const items = evidence.customers.all().filter((item) => text(item, 'sk') === profileSortKey);
  return firstOf(items.map(parseProfileItem), isOne);
}

/** Evidence with another state of the first run that `change` gives one for. Throws if it gives none. */
export function withRun(evidence: Evidence, change: (run: Run) => Run | null): Evidence {
  for (const item of evidence.customers.all()) {
    if (!text(item, 'sk').startsWith(runSortKeyPrefix)) continue;
    const changed = change(parseRunItem(item));
    if (changed === null) continue;
    const spoilt = runItem(changed);
    const [pk, sk] = [text(item, 'pk'), text(item, 'sk')];
    const isIt = (one: Item) => text(one, 'pk') === pk && text(one, 'sk') === sk;
    return withCustomers(evidence, (one) => (isIt(one) ? spoilt : one));
  }
  throw new Error('Cannot spoil the evidence: there is no such run');
}

/** The list without its first member that is one. Throws if none is. */
export function without<T>(list: readonly T[], isOne: (member: T) => boolean): T[] {
  const index = list.findIndex(isOne);
  if (index === -1) throw new Error('Cannot spoil the evidence: nothing there can be left out');
  return list.toSpliced(index, 1);
}

/** The first member that is one. Throws if none is. */
export function firstOf<T>(list: readonly T[], isOne: (member: T) => boolean): T {
  const found = list.find(isOne);
  if (found === undefined) throw new Error('Cannot spoil the evidence: there is no such thing in it');
  return found;
}
