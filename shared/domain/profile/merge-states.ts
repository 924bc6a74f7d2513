import type { Meaning } from '#contracts/moment.ts';
import { type DayTotals, daysInDetail, daysKept, type MeaningTotals, type ProfileState } from './profile-state.ts';

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

/** The day without its counts. */
function withoutDetail(day: DayTotals): DayTotals {
  const activities = Math.min(day.activities, 1);
  if (day.activities === activities && day.purchases === 0 && day.purchaseMinor === 0) return day;
  return { day: day.day, activities, purchases: 0, purchaseMinor: 0 };
}

/** Cuts days, ascending, to the newest `daysKept`, and takes the counts off those that are too old to have any. */
function trim(days: DayTotals[]): DayTotals[] {
  const kept = days.length > daysKept ? days.slice(days.length - daysKept) : days;
  const firstInDetail = (kept.at(-1)?.day ?? 0) - daysInDetail + 1;
  for (const [index, day] of kept.entries()) {
    if (day.day >= firstInDetail) break;
    kept[index] = withoutDetail(day);
  }
  return kept;
}

/** Both lists ascending by day → one list ascending by day, trimmed. */
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
  return trim(merged);
}

/**
 * Joins what two histories without common events amount to. Commutative and associative, with the empty state as
 * neutral element: a day among the newest `daysKept` of the whole was among them in every part, so none of its
 * events was ever dropped; and a day that is in detail in the whole was in detail in every part, for their newest days
 * are no later. Counts that were taken off count as 1 activity, and are taken off the whole again.
 */
export function mergeStates(a: ProfileState, b: ProfileState): ProfileState {
  const totals = new Map<Meaning, MeaningTotals>(a.totals);
  for (const [meaning, other] of b.totals) {
    const own = totals.get(meaning);
    totals.set(meaning, own === undefined ? other : mergeTotals(own, other));
  }
  return { events: a.events + b.events, totals, days: mergeDays(a.days, b.days) };
}
