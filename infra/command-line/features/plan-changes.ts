import type { RetentionLock } from '#contracts/retention-lock.ts';
import { plannedItem } from '#domain/declaring/planned-item.ts';
import type { DeclaredCell, Subject } from '#domain/features/cell.ts';
import { cellSentence } from '#domain/features/cell-sentence.ts';
import { cellSpecOf } from '#domain/features/cell-spec-of.ts';
import { expressionSentence } from '#domain/features/expression-sentence.ts';
import { plannedStateBytes } from '#domain/features/planned-state-bytes.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';

/** Something declared that the lock does not have in this version, or has and that is declared no longer. */
export type DefinitionChange = {
  readonly what: 'feature' | 'segment';
  readonly change: 'new' | 'changed' | 'gone';
  readonly name: string;
  readonly version: number;
  /** The latest version of it in the lock; null where it is new. */
  readonly lockedVersion: number | null;
  readonly sentence: string;
  /** The cells that have to be filled for it: those that are new. */
  readonly newCells: readonly number[];
  /** For customers who are there already, in few words. */
  readonly forOthers: string;
};

export type CellChange = {
  readonly change: 'comes' | 'goes';
  readonly number: number;
  readonly subject: Subject;
  readonly keeps: string;
  /** In the profile of a busy customer. */
  readonly bytes: number;
};

/** What a busy customer or account takes, in bytes. */
export type StateSize = {
  readonly subject: Subject;
  /** The state, without the cells that come. */
  readonly before: number;
  readonly after: number;
  /** The whole item. */
  readonly itemBytes: number;
  readonly budgetBytes: number;
  /** Of each write of it. */
  readonly writeUnits: number;
  readonly writeUnitsBefore: number;
};

export type PlannedChanges = {
  readonly definitions: readonly DefinitionChange[];
  readonly cells: readonly CellChange[];
  readonly sizes: readonly StateSize[];
};

type Locked = { readonly name: string; readonly version: number };

function lockedVersion(locked: readonly Locked[], name: string): number | null {
  const versions = locked.filter((one) => one.name === name).map(({ version }) => version);
  return versions.length === 0 ? null : Math.max(...versions);
}

function goneFrom(
  what: DefinitionChange['what'],
  locked: readonly Locked[],
  isDeclared: (name: string) => boolean,
  note: (name: string) => string,
): DefinitionChange[] {
  const names = [...new Set(locked.map(({ name }) => name))].filter((name) => !isDeclared(name));
  return names.map((name) => {
    const version = lockedVersion(locked, name) ?? 0;
    return {
      what,
      change: 'gone',
      name,
      version,
      lockedVersion: version,
      sentence: '',
      newCells: [],
      forOthers: note(name),
    };
  });
}

function featureChanges(definitions: RetentionDefinitions, lock: RetentionLock): DefinitionChange[] {
  const come = new Set(definitions.unlisted.cells.map(({ number }) => number));
  const unlisted = new Set(definitions.unlisted.features.map(({ name, version }) => `${name} ${version}`));
  const changed = [...definitions.features.values()].flatMap(({ definition, cells }): DefinitionChange[] => {
    const { name, version, of, previous } = definition;
    if (!unlisted.has(`${name} ${version}`)) return [];
    const before = lockedVersion(lock.features, name);
    const newCells = cells.filter((number) => come.has(number));
    const meanwhile = previous === null ? 'once filled' : `v${previous.version} until filled`;
    const forOthers = newCells.length === 0 ? 'at once' : meanwhile;
    const change = before === null ? 'new' : 'changed';
    const sentence = expressionSentence(of);
    return [{ what: 'feature', change, name, version, lockedVersion: before, sentence, newCells, forOthers }];
  });
  const isDeclared = (name: string) => definitions.features.has(name);
  return [...changed, ...goneFrom('feature', lock.features, isDeclared, () => 'not declared any more')];
}

const takenIn = { silently: 'enter silently', announced: 'are announced' } as const;

function segmentChanges(definitions: RetentionDefinitions, lock: RetentionLock): DefinitionChange[] {
  const come = new Set(definitions.unlisted.cells.map(({ number }) => number));
  const unlisted = new Set(definitions.unlisted.segments.map(({ number }) => number));
  const changed = definitions.segments
    .filter(({ number }) => unlisted.has(number))
    .map(({ definition, enters, stays }): DefinitionChange => {
      const { name, version, rule, takeIn, enabled } = definition;
      const before = lockedVersion(lock.segments, name);
      const newCells = [...new Set([...enters.cells, ...stays.cells])].filter((number) => come.has(number));
      const whenFilled = newCells.length === 0 ? '' : ', once filled';
      const forOthers = enabled ? `${takenIn[takeIn]}${whenFilled}` : 'off';
      const change = before === null ? 'new' : 'changed';
      const sentence = ruleSentence(rule, definitions.features);
      return { what: 'segment', change, name, version, lockedVersion: before, sentence, newCells, forOthers };
    });
  const names = new Set(definitions.segments.map(({ definition }) => definition.name));
  const note = (name: string) =>
    definitions.retiredSegments.has(name)
      ? 'retired: who is still in it leaves when next looked at'
      : 'not declared any more: stays go on, unseen; name it in retiredSegments to end them';
  return [...changed, ...goneFrom('segment', lock.segments, (name) => names.has(name), note)];
}

function cellChanges(definitions: RetentionDefinitions, lock: RetentionLock): CellChange[] {
  const used = new Set(definitions.cells.map(({ number }) => number));
  const unused = lock.cells
    .filter(({ number }) => !used.has(number))
    .map(({ number, subject, spec }): DeclaredCell => ({ number, subject, spec: cellSpecOf(spec) }));
  const changeOf = (change: CellChange['change'], cells: readonly DeclaredCell[]) => {
    const bytes = plannedStateBytes(cells).cells;
    return cells.map(({ number, subject, spec }) => {
      return { change, number, subject, keeps: cellSentence(spec), bytes: bytes.get(number) ?? 0 };
    });
  };
  return [...changeOf('comes', definitions.unlisted.cells), ...changeOf('goes', unused)];
}

const bytesPerWriteUnit = 1_024;

function sizeOf(definitions: RetentionDefinitions, subject: Subject, come: ReadonlySet<number>): StateSize[] {
  const cells = definitions.folding[subject].cells;
  if (subject === 'account' && cells.length === 0) return [];
  const { bytes, budgetBytes, state } = plannedItem(definitions, subject);
  const before = plannedStateBytes(cells.filter(({ number }) => !come.has(number))).total;
  const units = (itemBytes: number) => Math.ceil(itemBytes / bytesPerWriteUnit);
  const writeUnitsBefore = units(bytes - state.total + before);
  return [
    { subject, before, after: state.total, itemBytes: bytes, budgetBytes, writeUnits: units(bytes), writeUnitsBefore },
  ];
}

/** What writing the lock, and deploying, would change. */
export function planChanges(definitions: RetentionDefinitions, lock: RetentionLock): PlannedChanges {
  const unlisted = new Set(definitions.unlisted.cells.map(({ number }) => number));
  const sizes = (['customer', 'account'] as const).flatMap((subject) => sizeOf(definitions, subject, unlisted));
  return {
    definitions: [...featureChanges(definitions, lock), ...segmentChanges(definitions, lock)],
    cells: cellChanges(definitions, lock),
    sizes,
  };
}
