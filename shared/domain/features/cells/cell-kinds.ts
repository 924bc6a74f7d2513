import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Cell, CellKind, CellSpec } from '#domain/features/cell.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { CellLaw, CellOf, EventMeaning, SpecOf } from './cell-law.ts';
import { days } from './days.ts';
import { distinct } from './distinct.ts';
import { halfHours } from './half-hours.ts';
import { keyed } from './keyed.ts';
import { latest } from './latest.ts';
import { recent } from './recent.ts';
import { tally } from './tally.ts';
import { totals } from './totals.ts';

/** The kinds of cell there are. */
export const cellLaws: { readonly [Kind in CellKind]: CellLaw<Kind> } = {
  totals,
  days,
  'half hours': halfHours,
  recent,
  latest,
  keyed,
  tally,
  distinct,
};

export function isCellOf<Kind extends CellKind>(cell: Cell, kind: Kind): cell is CellOf<Kind> {
  return cell.kind === kind;
}

/** A spec bound to the law of its kind. */
export type BoundSpec = {
  /** What one event amounts to; null where it is not selected, or tells nothing. */
  readonly ofEvent: (event: CanonicalEvent, found: EventMeaning) => Cell | null;
  /** Both cells of this spec. Throws on a cell of another kind, which no number ever holds. */
  readonly merge: (a: Cell, b: Cell) => Cell;
};

function bound<Kind extends CellKind>(plan: TrackingPlan, law: CellLaw<Kind>, spec: SpecOf<Kind>): BoundSpec {
  return {
    ofEvent: law.ofEvent(plan, spec),
    merge(a, b) {
      if (isCellOf(a, law.kind) && isCellOf(b, law.kind)) return law.merge(spec, a, b);
      throw new Error(`Cannot merge cells of "${a.kind}" and "${b.kind}": their number was given to "${law.kind}"`);
    },
  };
}

/** Binds a spec to the law of its kind. Throws, with the reason, if such a cell cannot be kept. */
export function bindSpec(plan: TrackingPlan, spec: CellSpec): BoundSpec {
  switch (spec.kind) {
    case 'totals':
      return bound(plan, totals, spec);
    case 'days':
      return bound(plan, days, spec);
    case 'half hours':
      return bound(plan, halfHours, spec);
    case 'recent':
      return bound(plan, recent, spec);
    case 'latest':
      return bound(plan, latest, spec);
    case 'keyed':
      return bound(plan, keyed, spec);
    case 'tally':
      return bound(plan, tally, spec);
    case 'distinct':
      return bound(plan, distinct, spec);
  }
}
