import { customerKey } from '#adapters/aws/item-keys.ts';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import type { CellSet } from '#domain/profile/cell-set.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import { foldEvent } from '#domain/profile/fold-event.ts';
import { emptyProfileState, type ProfileState } from '#domain/profile/profile-state.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import { simRetention } from '../workload/sim-retention.ts';
import { withComplete } from './check-states.ts';
import { type ExpectedWorld, eventKey } from './expected-world.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

/** Whether some events were counted by code that kept no archive. */
function isOlderThanArchive({ plan }: ExpectedWorld): boolean {
  return plan.deployment?.kind === 'from layout 1';
}

/** Whatever counts is in the archive, but for what was stored before there was one; nothing else is. */
function checkContents(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const archived = new Set(seen.archived.map(({ tenant, id }) => `${tenant}|${id}`));
  const counting = new Set([...expected.counted.values()].flat().map(eventKey));
  const stored = new Set(expected.plan.history.map(eventKey));
  const missing = [...counting].filter((key) => !stored.has(key) && !archived.has(key));
  const strange = [...archived].filter((key) => !counting.has(key));
  return [
    ...(isOlderThanArchive(expected) ? [] : missing).map((key) => `${key} counts, and is not in the archive`),
    ...strange.map((key) => `${key} is in the archive, and counts nowhere`),
  ];
}

/** The archived events of each customer, joined visitors with their user, each event once. */
function eventsByOwner(expected: ExpectedWorld, archived: readonly ArchivedEvent[]) {
  const owners = new Map<string, Map<string, ArchivedEvent>>();
  for (const event of archived) {
    const own = customerKey(event.tenant, customerOf(event) ?? '');
    const owner = expected.joinedInto.get(own) ?? own;
    const events = owners.get(owner) ?? new Map<string, ArchivedEvent>();
    owners.set(owner, events.set(event.id, event));
  }
  return owners;
}

/** Where some cells have not seen every event of a customer, the rest of the state is compared. */
function encodeAs(state: ProfileState, complete: CellSet): Uint8Array {
  return encodeState(withComplete(state, complete));
}

/** Folding the archive alone gives, byte for byte, what is stored of every customer who came after it was begun. */
function checkFold(expected: ExpectedWorld, seen: SeenWorld): string[] {
  if (isOlderThanArchive(expected)) return [];
  const { history } = expected.plan;
  const older = new Set(history.map((deed) => customerKey(deed.tenant, customerOf(deed) ?? '')));
  for (const owner of [...older]) older.add(expected.joinedInto.get(owner) ?? owner);
  const differences: string[] = [];
  for (const [owner, events] of eventsByOwner(expected, seen.archived)) {
    if (older.has(owner)) continue;
    const state = [...events.values()].reduce(
      (before, event) => foldEvent(simRetention.folding.customer, before, eventOfArchived(event)),
      emptyProfileState,
    );
    const stored = seen.profiles.get(owner)?.state;
    const isSame = stored !== undefined && Buffer.compare(encodeAs(state, decodeState(stored).complete), stored) === 0;
    if (isSame) continue;
    differences.push(`${shownCustomer(owner)}: folding the archive gives another state than is stored`);
  }
  return differences;
}

/** The archive holds what counts, so that it can be folded again. */
export function checkArchive(expected: ExpectedWorld, seen: SeenWorld): string[] {
  return [...checkContents(expected, seen), ...checkFold(expected, seen)];
}
