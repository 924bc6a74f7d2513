import type { Meaning } from '#contracts/moment.ts';
import { mergeDays } from '#domain/features/cells/merge-days.ts';
import { type DayTotals, daysInDetail, daysKept, type MeaningTotals, type VitalSigns } from './profile-state.ts';

function joinTotals(a: MeaningTotals, b: MeaningTotals): MeaningTotals {
  return {
    count: a.count + b.count,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    sumMinor: a.sumMinor + b.sumMinor,
  };
}

/** Takes more of one meaning into totals, in place. */
export function addTotals(totals: Map<Meaning, MeaningTotals>, meaning: Meaning, other: MeaningTotals): void {
  const own = totals.get(meaning);
  totals.set(meaning, own === undefined ? other : joinTotals(own, other));
}

function mergeTotals(a: VitalSigns['totals'], b: VitalSigns['totals']): VitalSigns['totals'] {
  const totals = new Map(a);
  for (const [meaning, other] of b) addTotals(totals, meaning, other);
  return totals;
}

function joinDay(a: DayTotals, b: DayTotals): DayTotals {
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
  for (let index = 0; index < kept.length; index += 1) {
    const day = kept[index];
    if (day === undefined || day.day >= firstInDetail) break;
    kept[index] = withoutDetail(day);
  }
  return kept;
}

/** Both lists ascending by day → one, trimmed. */
export function mergeVitalDays(a: readonly DayTotals[], b: readonly DayTotals[]): readonly DayTotals[] {
  return b.length === 0 ? a : trim(mergeDays(a, b, joinDay));
}

/**
 * Joins the vital signs of two histories without common events. Commutative and associative: a day among the newest `daysKept`
 * of the whole was among them in every part, so none of its events was ever dropped; and a day that is in detail in the whole
 * was in detail in every part, for their newest days are no later. Counts that were taken off count as 1 activity, and are taken
 * off the whole again.
 */
export function mergeVitalSigns(a: VitalSigns, b: VitalSigns): VitalSigns {
  return {
    events: a.events + b.events,
    totals: mergeTotals(a.totals, b.totals),
    days: mergeVitalDays(a.days, b.days),
  };
}
