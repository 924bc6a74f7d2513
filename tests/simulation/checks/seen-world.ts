import { parseArchiveLine } from '#adapters/aws/archive-lines.ts';
import { type Item, text } from '#adapters/aws/item-attributes.ts';
import {
  memberSortKeyPrefix,
  parseCustomerKey,
  profileSortKey,
  runSortKeyPrefix,
  traitsSortKey,
} from '#adapters/aws/item-keys.ts';
import {
  deliveryList,
  outcomeList,
  parseTransition,
  quarantineList,
  taskList,
  transitionPrefix,
} from '#adapters/aws/ledger-lists.ts';
import { parseMemberItem } from '#adapters/aws/member-item.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { parseRunItem } from '#adapters/aws/run-item.ts';
import { parseTraitsItem } from '#adapters/aws/traits-item.ts';
import type { AccountLink } from '#contracts/account-link.ts';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import type { Delivery } from '#contracts/delivery.ts';
import type { Outcome } from '#contracts/outcome.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { RefusedJoin } from '#contracts/refused-join.ts';
import type { Run } from '#contracts/run.ts';
import type { Task } from '#contracts/task.ts';
import type { Traits } from '#contracts/trait.ts';
import type { Transition } from '#contracts/transition.ts';
import { parseArchiveKey } from '#domain/ingest/archive-objects.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import type { Evidence } from '../evidence.ts';
import { simRetention, simRetentionBefore } from '../workload/sim-retention.ts';
import type { Generation } from './brute-force-segments.ts';

/** One committed write of a profile. */
export type Write = {
  readonly record: ProfileRecord;
  readonly item: Item;
  /** Which definitions the code that wrote it had. */
  readonly generation: Generation;
  readonly transitions: readonly Transition[];
  /** The same in the words of the code before, where that may have announced them; only reasons differ. */
  readonly inOlderWords: readonly Transition[];
};

/** What a run left behind, read. Customers are keyed as in the table: `tenant|customer`. */
export type SeenWorld = {
  readonly evidence: Evidence;
  readonly profiles: ReadonlyMap<string, ProfileRecord>;
  /** The writes of each customer, in their order. */
  readonly writes: ReadonlyMap<string, readonly Write[]>;
  /** The transitions of all committed writes, by id. */
  readonly committed: ReadonlyMap<string, Transition>;
  readonly inOlderWords: ReadonlyMap<string, Transition>;
  readonly traits: ReadonlyMap<string, Traits>;
  /** The accounts that each customer is linked to, by the same items. */
  readonly accounts: ReadonlyMap<string, readonly AccountLink[]>;
  /** The joins that were refused to each customer, by the same items. */
  readonly refusedJoins: ReadonlyMap<string, readonly RefusedJoin[]>;
  /** The users that are noted as members, by the key of their account. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** Every line of the archive, repetitions too. */
  readonly archived: readonly ArchivedEvent[];
  readonly runs: readonly Run[];
  readonly quarantined: readonly QuarantinedEvent[];
  readonly recordedTransitions: readonly Transition[];
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly tasks: readonly Task[];
  readonly outcomes: readonly Outcome[];
};

/** Layout 1 was written by code of its time; otherwise it is told who wrote. */
function generationOf(item: Item, writer: Generation | undefined): Generation {
  return item['body'] === undefined ? 'first' : (writer ?? 'today');
}

function readWrites({ puts, writers }: Evidence): Map<string, Write[]> {
  const writes = new Map<string, Write[]>();
  const hadOlderCode = writers.includes('before');
  for (const [index, item] of puts.entries()) {
    const record = parseProfileItem(item);
    const transitions = record.outbox === null ? [] : transitionsOf(simRetention, record, null);
    const inOlderWords = hadOlderCode && record.outbox !== null ? transitionsOf(simRetentionBefore, record, null) : [];
    const key = text(item, 'pk');
    const own = writes.get(key) ?? [];
    own.push({ record, item, generation: generationOf(item, writers[index]), transitions, inOlderWords });
    writes.set(key, own);
  }
  return writes;
}

function withPrefix<T>(items: readonly Item[], prefix: string, parse: (item: Item) => T): T[] {
  return items.filter((item) => text(item, 'sk').startsWith(prefix)).map(parse);
}

function readMembers(customers: readonly Item[]): Map<string, string[]> {
  const notes = customers.filter((item) => text(item, 'sk').startsWith(memberSortKeyPrefix));
  return new Map(
    [...Map.groupBy(notes, (item) => text(item, 'pk'))].map(([key, items]) => [
      key,
      items.map((item) => parseMemberItem(item).userId).sort(),
    ]),
  );
}

function readArchive(objects: Evidence['archive']): ArchivedEvent[] {
  return [...objects].flatMap(([key, lines]) => {
    const of = parseArchiveKey(key);
    if (of === null) throw new Error(`Cannot read the archive: ${key} is no key of it`);
    return lines.map((line) => parseArchiveLine(of.tenant, line));
  });
}

/** Reads what a run left behind. Throws if something stored is malformed. */
export function readEvidence(evidence: Evidence): SeenWorld {
  const customers = evidence.customers.all();
  const ledger = evidence.ledger.all();
  const ofCustomers = ledger.filter((item) => text(item, 'pk').startsWith('customer|'));
  const told = customers
    .filter((item) => text(item, 'sk') === traitsSortKey)
    .map((item) => [text(item, 'pk'), parseTraitsItem(item)] as const);
  const writes = readWrites(evidence);
  const committed = [...writes.values()].flat().flatMap((write) => write.transitions);
  const older = [...writes.values()].flat().flatMap((write) => write.inOlderWords);
  const deliveries = withPrefix(ofCustomers, deliveryList.prefix, deliveryList.parse);
  return {
    evidence,
    profiles: new Map(
      customers
        .filter((item) => text(item, 'sk') === profileSortKey)
        .map((item) => [text(item, 'pk'), parseProfileItem(item)]),
    ),
    writes,
    committed: new Map(committed.map((transition) => [transition.id, transition])),
    inOlderWords: new Map(older.map((transition) => [transition.id, transition])),
    traits: new Map(told.map(([key, stored]) => [key, stored.traits])),
    accounts: new Map(told.map(([key, stored]) => [key, stored.accounts.links])),
    refusedJoins: new Map(told.map(([key, stored]) => [key, stored.refusedJoins.joins])),
    members: readMembers(customers),
    archived: readArchive(evidence.archive),
    runs: withPrefix(customers, runSortKeyPrefix, parseRunItem),
    quarantined: ledger.filter((item) => text(item, 'pk').startsWith('quarantine|')).map(quarantineList.parse),
    recordedTransitions: withPrefix(ofCustomers, transitionPrefix, parseTransition),
    deliveries: new Map(deliveries.map((delivery) => [delivery.commandId, delivery])),
    tasks: withPrefix(ofCustomers, taskList.prefix, taskList.parse),
    outcomes: withPrefix(ofCustomers, outcomeList.prefix, outcomeList.parse),
  };
}

/** A customer's key as people read it. */
export function shownCustomer(key: string): string {
  const { tenant, customerId } = parseCustomerKey(key);
  return `${customerId} of ${tenant}`;
}
