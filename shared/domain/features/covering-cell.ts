import { isSameJson } from '#contracts/is-same-json.ts';
import type { CellSpec } from './cell.ts';

/**
 * Whether everything that is read off a cell of `narrow` can be read off a cell of `wide` just as well: more days of
 * the same, a sum beside the count, more of the newest times. A cell covers itself.
 */
export function covers(wide: CellSpec, narrow: CellSpec): boolean {
  switch (narrow.kind) {
    case 'totals':
      return wide.kind === 'totals' && isSameJson(wide.of, narrow.of) && hasSumOf(wide, narrow);
    case 'days':
      return (
        wide.kind === 'days' && isSameJson(wide.of, narrow.of) && hasSumOf(wide, narrow) && wide.days >= narrow.days
      );
    case 'half hours':
      return wide.kind === 'half hours' && isSameJson(wide.of, narrow.of) && wide.days >= narrow.days;
    case 'recent':
      return wide.kind === 'recent' && isSameJson(wide.of, narrow.of) && wide.keep >= narrow.keep;
    default:
      return isSameJson(wide, narrow);
  }
}

function hasSumOf(wide: { readonly sum: unknown }, narrow: { readonly sum: unknown }): boolean {
  return narrow.sum === null || isSameJson(wide.sum, narrow.sum);
}
