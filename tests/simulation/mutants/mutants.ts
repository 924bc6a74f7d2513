import type { Mutant } from '../mutant.ts';
import { accountsNotMoved, memberToldTooLate } from './accounts-forgotten.ts';
import { accountLeftBehind, linkNotSettled } from './accounts-miscounted.ts';
import { acknowledgeAfterRetries } from './acknowledge-after-retries.ts';
import { acknowledgeBeforeWrite } from './acknowledge-before-write.ts';
import { announceInAnyOrder } from './announce-in-any-order.ts';
import { answerBeforeQueue } from './answer-before-queue.ts';
import { lastWrittenWins, windowByArrival } from './cells-by-arrival.ts';
import { commandsNotKept } from './commands-not-kept.ts';
import { completeForgotten } from './complete-forgotten.ts';
import { archiveAcknowledgedEarly, countedBeforeArchived } from './counted-before-archived.ts';
import { dedupeByTime } from './dedupe-by-time.ts';
import { duplicatesByMessage } from './duplicates-by-message.ts';
import { emailClaimedAfterSending } from './email-claimed-after-sending.ts';
import { evictUnappliedIds } from './evict-unapplied-ids.ts';
import { filterForgottenOnJoin, filterForgottenOnSpill } from './filter-forgotten.ts';
import { flowsCountedAgain } from './flows-counted-again.ts';
import { frozenTakesEvents } from './frozen-takes-events.ts';
import { idsForgottenOnJoin } from './ids-forgotten-on-join.ts';
import { ignoreFailedEntries } from './ignore-failed-entries.ts';
import { joinWithoutId } from './join-without-id.ts';
import { joinsForgotten, joinToldTooLate } from './joins-forgotten.ts';
import { newerLayoutOverwritten } from './newer-layout-overwritten.ts';
import { pageAfterPut } from './page-after-put.ts';
import { pageExpiresEarly } from './page-expires-early.ts';
import { plainAdd } from './plain-add.ts';
import { publishBeforeWrite } from './publish-before-write.ts';
import { quarantineDropped } from './quarantine-dropped.ts';
import { restIgnored } from './rest-ignored.ts';
import { staleUnconditionalPut } from './stale-unconditional-put.ts';
import { heldBackNotCounted, stayFromTheEvent, stayRuleIgnored } from './stays-misjudged.ts';
import { streamFailureAcknowledged } from './stream-failure-acknowledged.ts';
import { tiesInTime } from './ties-in-time.ts';
import { uncertainTakenForRefused } from './uncertain-taken-for-refused.ts';
import { wakeUpTooLate } from './woken-too-late.ts';
import { backlogInAnyOrder, firstOfPackedAlone, wakeTimeKept } from './woken-wrongly.ts';

/** Every planted bug. */
export const mutants: readonly Mutant[] = [
  flowsCountedAgain,
  acknowledgeBeforeWrite,
  acknowledgeAfterRetries,
  answerBeforeQueue,
  countedBeforeArchived,
  archiveAcknowledgedEarly,
  plainAdd,
  duplicatesByMessage,
  dedupeByTime,
  tiesInTime,
  staleUnconditionalPut,
  newerLayoutOverwritten,
  evictUnappliedIds,
  pageAfterPut,
  pageExpiresEarly,
  filterForgottenOnSpill,
  filterForgottenOnJoin,
  idsForgottenOnJoin,
  joinWithoutId,
  frozenTakesEvents,
  publishBeforeWrite,
  ignoreFailedEntries,
  streamFailureAcknowledged,
  announceInAnyOrder,
  wakeUpTooLate,
  wakeTimeKept,
  firstOfPackedAlone,
  backlogInAnyOrder,
  lastWrittenWins,
  windowByArrival,
  completeForgotten,
  stayFromTheEvent,
  stayRuleIgnored,
  heldBackNotCounted,
  restIgnored,
  joinsForgotten,
  joinToldTooLate,
  accountsNotMoved,
  memberToldTooLate,
  accountLeftBehind,
  linkNotSettled,
  commandsNotKept,
  emailClaimedAfterSending,
  uncertainTakenForRefused,
  quarantineDropped,
];

/** Finds a mutant. Throws, naming it, if there is none of that name. */
export function mutantNamed(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name);
  if (found === undefined) throw new Error(`Cannot find a mutant: none is called "${name}"`);
  return found;
}
