import { lockOf } from '#domain/lock-of.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { declared } from '#retention/declared.ts';
import { openLock, writeLock } from './open-lock.ts';
import { type PlannedChanges, planChanges } from './plan-changes.ts';

/** What the lock lacks of what is declared, and whether it has it now. */
export type WrittenPlan = PlannedChanges & { readonly isUpToDate: boolean; readonly isWritten: boolean };

/** Compares what is declared with the lock on the disk, and brings the lock up to date where that is asked. */
export function planAgainstLock(writes: boolean): WrittenPlan {
  const lock = openLock();
  const definitions = defineRetention(declared, lock);
  const { cells, features, segments } = definitions.unlisted;
  const isUpToDate = cells.length + features.length + segments.length === 0;
  const changes = planChanges(definitions, lock);
  const isWritten = writes && !isUpToDate;
  if (isWritten) writeLock(lockOf(declared, lock));
  return { ...changes, isUpToDate: isUpToDate || isWritten, isWritten };
}
