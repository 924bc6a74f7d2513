import type { Meaning } from '#contracts/moment.ts';
import { type DayTotals, daysKept, type MeaningTotals, type ProfileState } from './profile-state.ts';

function mergeTotals(a: MeaningTotals, b: MeaningTotals): MeaningTotals {
  return {
    count: a.count + b.count,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    sumMinor: a.sumMinor + b.sumMinor,
  };
}

function mergeDay(a: DayTotals, b: DayTotals): DayTotals {
  return {
    day: a.day,
    activities: a.activities + b.activities,
    purchases: a.purchases + b.purchases,
    purchaseMinor: a.purchaseMinor + b.purchaseMinor,
  };
}

/** Both lists ascending by day → one list ascending by day, cut to the newest `daysKept`. */
function mergeDays(a: readonly DayTotals[], b: readonly DayTotals[]): DayTotals[] {
  const merged: DayTotals[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && (right === undefined || left.day < right.day)) {
      merged.push(left);
      i += 1;
    } else if (right !== undefined && (left === undefined || right.day < left.day)) {
      merged.push(right);
      j += 1;
    } else if (left !== undefined && right !== undefined) {
      merged.push(mergeDay(left, right));
      i += 1;
      j += 1;
    }
  }
  return merged.length > daysKept ? merged.slice(merged.length - daysKept) : merged;
}

/**
 * Joins what two histories without common events amount to. Commutative and associative, with the empty state as
 * neutral element: a day among the newest `daysKept` of the whole was among them in every part, so none of its
 * events was ever dropped.
 */
export function mergeStates(a: ProfileState, b: ProfileState): ProfileState {
  const totals = new Map<Meaning, MeaningTotals>(a.totals);
  for (const [meaning, other] of b.totals) {
    const own = totals.get(meaning);
    totals.set(meaning, own === undefined ? other : mergeTotals(own, other));
  }
  return { totals, days: mergeDays(a.days, b.days) };
}
