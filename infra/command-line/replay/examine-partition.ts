import pMap from 'p-map';
import { countedIdHash } from '#domain/profile/event-ids.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { type ArchivedCustomer, foldPartition, mayStillCome } from './archived-customer.ts';
import {
  type Decision,
  decideAtOnce,
  decideByMemory,
  mostNewIds,
  type ReplayManner,
  type StoredCustomer,
} from './decide-customer.ts';
import type { IsFirstCopy } from './first-copies.ts';
import { loadRecords } from './load-records.ts';
import { type Recall, recallCustomer } from './recall-customer.ts';
import type { OwnedEvent, ReplaySpool } from './replay-spool.ts';

/** Customers that are read at once. */
const concurrency = 16;

/** A customer of the archive, what is stored of it, and what is to be done about it. */
export type ExaminedCustomer = {
  readonly customerId: string;
  readonly archived: ArchivedCustomer;
  readonly stored: StoredCustomer;
  readonly decision: Decision;
  /** Ids of archived events that could still come and that the profile does not remember. */
  readonly newIds: readonly string[];
  /**
   * Whether a copy of an event is the one that counts, and not remembered. Only such are sent: what is remembered now
   * may be forgotten by the time that its message is worked on, and would count twice.
   */
  readonly lacks: (owned: OwnedEvent) => boolean;
};

export type ExamineSettings = {
  readonly spool: ReplaySpool;
  readonly profiles: ProfileStore;
  readonly definitions: RetentionDefinitions;
  readonly tenant: string;
  readonly manner: ReplayManner;
  /** Whether a customer is asked for, by itself or one of its visitors. */
  readonly isChosen: (customerId: string, visitors: ReadonlySet<string>) => boolean;
  /** Whether a customer is asked for, by what is stored of it. */
  readonly isWanted: (stored: StoredCustomer) => boolean;
};

type Doubtful = { readonly recall: Recall; readonly unknown: Set<string>; readonly unknownRecent: Set<string> };

async function loadStored(
  { profiles, tenant }: ExamineSettings,
  customers: ReadonlyMap<string, ArchivedCustomer>,
): Promise<Map<string, StoredCustomer>> {
  const ids = [...customers].flatMap(([customerId, { visitors }]) => [customerId, ...visitors]);
  const records = await loadRecords(profiles, tenant, ids);
  const load = async ([customerId, { visitors }]: [string, ArchivedCustomer]) => {
    const traits = await profiles.loadTraits(tenant, customerId);
    const own = [...visitors].flatMap((visitor) => records.get(visitor) ?? []);
    return [customerId, { customerId, owner: records.get(customerId) ?? null, visitors: own, traits }] as const;
  };
  return new Map(await pMap([...customers], load, { concurrency }));
}

/** Finds, for customers in doubt, the archived events that they do not remember. */
function findUnknown(
  owned: Iterable<OwnedEvent>,
  doubtful: ReadonlyMap<string, Doubtful>,
  isFirst: IsFirstCopy,
  nowMs: number,
): void {
  for (const one of owned) {
    const doubt = doubtful.get(one.owner);
    if (doubt === undefined || doubt.unknown.size > mostNewIds) continue;
    const idHash = countedIdHash(one.owner, one.event);
    if (doubt.recall.has(one.customer, idHash)) continue;
    if (isFirst(one)) doubt.unknown.add(idHash);
    // Under another identity of the customer, also another copy could count.
    if (mayStillCome(one, nowMs)) doubt.unknownRecent.add(idHash);
  }
}

/**
 * Looks once more at a profile that seems to fold otherwise: what was read of it first may be older than the rest, for
 * somebody may have written in between.
 */
async function lookAgain({ profiles, tenant }: ExamineSettings, examined: ExaminedCustomer): Promise<ExaminedCustomer> {
  const { customerId, stored, decision } = examined;
  if (decision.kind !== 'leave') return examined;
  if (decision.reason !== 'folds otherwise' && decision.reason !== 'copies differ') return examined;
  const now = await profiles.load(tenant, customerId, 'consistent');
  if (now?.version === stored.owner?.version) return examined;
  return { ...examined, decision: { kind: 'leave', reason: 'under way' } };
}

/** Folds one partition of the archive and compares it with what is stored. */
export async function examinePartition(settings: ExamineSettings, partition: number): Promise<ExaminedCustomer[]> {
  const { spool, profiles, definitions, manner, isChosen, isWanted } = settings;
  const folded = foldPartition(definitions.folding, () => spool.owned(partition), manner.nowMs);
  const { isFirst } = folded;
  const customers = new Map(
    [...folded.customers].filter(([customerId, { visitors }]) => isChosen(customerId, visitors)),
  );
  const storedOf = await loadStored(settings, customers);
  const examined: ExaminedCustomer[] = [];
  const doubtful = new Map<string, Doubtful>();
  const later: (() => void)[] = [];
  for (const [customerId, archived] of customers) {
    const stored = storedOf.get(customerId);
    if (stored === undefined) throw new Error(`Cannot examine ${customerId}: it was not read`);
    if (!isWanted(stored)) continue;
    const add = (decision: Decision, newIds: readonly string[], lacks: ExaminedCustomer['lacks']) =>
      examined.push({ customerId, archived, stored, decision, newIds, lacks });
    const atOnce = decideAtOnce(archived, stored, manner);
    if (atOnce !== null) {
      add(atOnce, [], isFirst);
      continue;
    }
    const recall = await recallCustomer(profiles, stored, archived.visitors, manner.nowMs);
    const doubt = { recall, unknown: new Set<string>(), unknownRecent: new Set<string>() };
    doubtful.set(customerId, doubt);
    later.push(() => {
      // What cannot be told apart from what was counted and forgotten long ago can no longer come either, if it is live.
      const unknown = manner.rebuild ? doubt.unknownRecent : doubt.unknown;
      const lacks = ({ owner, customer, event }: OwnedEvent) => !recall.has(customer, countedIdHash(owner, event));
      const decision = decideByMemory(archived, stored, recall, unknown.size, manner);
      add(decision, [...doubt.unknownRecent], (one) => isFirst(one) && lacks(one));
    });
  }
  if (doubtful.size > 0) findUnknown(spool.owned(partition), doubtful, isFirst, manner.nowMs);
  for (const finish of later) finish();
  return pMap(examined, (one) => lookAgain(settings, one), { concurrency });
}
