import type { Meaning } from '#contracts/moment.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import type { CellKind, CellSpec } from './cell.ts';
import { isCellOf } from './cells/cell-kinds.ts';
import type { CellOf, SpecOf } from './cells/cell-law.ts';
import { CellDays, type DaysView, noDays, VitalDays } from './days-view.ts';
import { vitalSignOf } from './vital-signs.ts';

/** Reads what a spec asks for off a state, wherever it lies there. */
export type BoundReader<Value> = {
  /** The cells that must be complete for it to be the truth; none where the vital signs answer. */
  readonly numbers: readonly number[];
  readonly read: (state: ProfileState) => Value;
};

/** The kinds of cell that are read as a whole: days are looked at in place, see `bindDays`. */
export type WholeKind = Exclude<CellKind, 'days'>;

/** The number under which a spec is kept. Throws if it is not. */
export type NumberOf = (spec: CellSpec) => number;

function vitalTotals(state: ProfileState, meaning: Meaning): CellOf<'totals'> | undefined {
  const found = state.totals.get(meaning);
  if (found === undefined) return undefined;
  return {
    kind: 'totals',
    count: found.count,
    firstMs: found.firstMs,
    lastMs: found.lastMs,
    sum: found.sumMinor,
  };
}

/** Reads a cell of any kind but days; undefined where no event was selected yet. */
export function bindCell<Kind extends WholeKind>(
  spec: SpecOf<Kind>,
  numberOf: NumberOf,
): BoundReader<CellOf<Kind> | undefined> {
  const { kind }: { readonly kind: Kind } = spec;
  const vital = vitalSignOf(spec);
  if (vital?.kind === 'totals') {
    const { meaning } = vital;
    return {
      numbers: [],
      read(state) {
        const found = vitalTotals(state, meaning);
        return found !== undefined && isCellOf(found, kind) ? found : undefined;
      },
    };
  }
  const number = numberOf(spec);
  return {
    numbers: [number],
    read(state) {
      const found = state.cells.get(number);
      return found !== undefined && isCellOf(found, kind) ? found : undefined;
    },
  };
}

/** Looks at days; none where no event was selected yet. */
export function bindDays(spec: SpecOf<'days'>, numberOf: NumberOf): BoundReader<DaysView> {
  const vital = vitalSignOf(spec);
  if (vital?.kind === 'days') {
    const { measure } = vital;
    return { numbers: [], read: (state) => new VitalDays(state.days, measure) };
  }
  const number = numberOf(spec);
  return {
    numbers: [number],
    read(state) {
      const found = state.cells.get(number);
      return found?.kind === 'days' ? new CellDays(found.days) : noDays;
    },
  };
}
