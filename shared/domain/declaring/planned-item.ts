import type { Subject } from '#domain/features/cell.ts';
import { type PlannedBytes, plannedStateBytes } from '#domain/features/planned-state-bytes.ts';
import { filterBytes } from '#domain/profile/event-id-filter.ts';
import { eventIdHashBytes } from '#domain/profile/event-ids.ts';
import { leastIdsOfPage } from '#domain/profile/make-room.ts';
import { relationsAsked } from '#domain/profile/relations-asked.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';

/** How large the item of a busy customer or account becomes, and what of it is why. */
export type PlannedItem = {
  readonly bytes: number;
  readonly budgetBytes: number;
  readonly state: PlannedBytes;
  /** What does not follow from the features: keys, event ids, stays. */
  readonly otherBytes: number;
};

/** A tenant of 9 letters, a customer id of 36, a version below a million: see `item-budget.ts`. */
const keyBytes = 'pk'.length + 9 + 1 + 36 + 'sk'.length + 'profile'.length + 'version'.length + 4;
const wakeBytes = 'wakeShard'.length + 1 + 'wakeAt'.length + 8;

/** Layout, flags, the time of the judgement, the filter over the ids in pages, and as many ids as a page is worth. */
const bodyBytes = 'body'.length + 1 + 2 + 6 + (1 + filterBytes) + (1 + leastIdsOfPage * eventIdHashBytes);

/** Version, the time since when, and the write that began a stay. */
const bytesOfStay = 1 + 6 + 2;

/** Of so many segments somebody is in one at a time. */
const segmentsPerStay = 3;

/** Stays in a third of the segments, by names of the usual length, and what it was judged under. */
function stayBytes({ segmentsOf, highestSegmentNumber }: RetentionDefinitions, subject: Subject): number {
  const segments = segmentsOf[subject];
  const names = segments.reduce((sum, { definition }) => sum + 1 + definition.name.length, 0);
  const all = names + segments.length * bytesOfStay;
  return 1 + Math.ceil(all / segmentsPerStay) + 1 + Math.ceil((highestSegmentNumber + 1) / 8);
}

/** What is known of others: of a customer one account, of an account the counts of its members. */
function relationBytes(definitions: RetentionDefinitions, subject: Subject): number {
  const { countsMembers, ofMembers, ofAccounts } = relationsAsked(definitions);
  const asked = [...(subject === 'customer' ? ofAccounts : ofMembers)];
  const names = asked.reduce((sum, name) => sum + 1 + name.length, 0);
  if (subject === 'account') return countsMembers ? 2 + 3 + names + 2 * asked.length : 0;
  return asked.length === 0 ? 0 : 2 + (1 + 36) + 2 + 1 + names;
}

/** Plans the item of a busy customer or account (`plannedStateBytes` says how busy) under these definitions. */
export function plannedItem(definitions: RetentionDefinitions, subject: Subject): PlannedItem {
  const state = plannedStateBytes(definitions.folding[subject].cells);
  const otherBytes =
    keyBytes + wakeBytes + bodyBytes + stayBytes(definitions, subject) + relationBytes(definitions, subject);
  const budgetBytes = subject === 'customer' ? definitions.itemBudgetBytes : definitions.accountItemBudgetBytes;
  return { bytes: state.total + otherBytes, budgetBytes, state, otherBytes };
}
