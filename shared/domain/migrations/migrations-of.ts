import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { StayChange } from '#domain/profile/reason-of-change.ts';
import type { Migration } from './migration.ts';

/** A migration that a write made, and the change that made it. */
export type MadeMigration = { readonly migration: Migration; readonly change: StayChange };

/** Changes by which somebody moved: those that only take a definition in are none. */
function movesOf({ outbox }: Pick<ProfileRecord, 'outbox'>): StayChange[] {
  return (outbox?.changes ?? []).filter(
    (change): change is StayChange =>
      (change.kind === 'entered' || change.kind === 'exited') && change.takenIn === null,
  );
}

/**
 * The declared migrations that a write of a profile made, in the order of their declaration; none where it has become part of
 * another profile. A write that moves somebody within several ways of the same migration makes it once.
 */
export function migrationsOf(migrations: readonly Migration[], record: ProfileRecord): MadeMigration[] {
  const moves = movesOf(record);
  if (moves.length === 0 || record.joined !== null) return [];
  const moved = (kind: StayChange['kind'], names: readonly string[]) =>
    moves.find((change) => change.kind === kind && names.includes(change.segment));
  return migrations.flatMap((migration): MadeMigration[] => {
    const entered = moved('entered', migration.enters);
    const left = moved('exited', migration.leaves);
    if (migration.enters.length > 0 && entered === undefined) return [];
    if (migration.leaves.length > 0 && left === undefined) return [];
    const change = entered ?? left;
    const isInAll = migration.whileIn.every((name) => Object.hasOwn(record.memberships, name));
    return change !== undefined && isInAll ? [{ migration, change }] : [];
  });
}
