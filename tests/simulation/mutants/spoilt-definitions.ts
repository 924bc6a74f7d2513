import type { Cell, CellKind } from '#domain/features/cell.ts';
import type { Folding, KeptCell } from '#domain/features/folding.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';

/** How cells of some kinds take in what an event amounts to, instead of as they should. */
export type SpoiltMerge = (kept: KeptCell, own: Cell, other: Cell) => Cell;

function spoiltFolding(folding: Folding, kinds: readonly CellKind[], merge: SpoiltMerge): Folding {
  const spoilt = (kept: KeptCell): KeptCell =>
    kinds.includes(kept.spec.kind) ? { ...kept, merge: (own, other) => merge(kept, own, other) } : kept;
  const all = <Key>(lists: ReadonlyMap<Key, readonly KeptCell[]>) =>
    new Map([...lists].map(([key, list]) => [key, list.map(spoilt)]));
  return {
    ...folding,
    byNumber: new Map([...folding.byNumber].map(([number, kept]) => [number, spoilt(kept)])),
    byName: all(folding.byName),
    byType: all(folding.byType),
    ofOtherNames: folding.ofOtherNames.map(spoilt),
  };
}

/** Definitions under which cells of some kinds are kept otherwise. */
export function withMerge(
  definitions: RetentionDefinitions,
  kinds: readonly CellKind[],
  merge: SpoiltMerge,
): RetentionDefinitions {
  const { customer, account } = definitions.folding;
  return {
    ...definitions,
    folding: { customer: spoiltFolding(customer, kinds, merge), account: spoiltFolding(account, kinds, merge) },
  };
}
