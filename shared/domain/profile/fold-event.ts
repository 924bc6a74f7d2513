import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Meaning } from '#contracts/moment.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { mergeStates } from './merge-states.ts';
import { type DayTotals, dayOf, type MeaningTotals, type ProfileState } from './profile-state.ts';

function once(timeMs: number, sumMinor: number): MeaningTotals {
  return { count: 1, firstMs: timeMs, lastMs: timeMs, sumMinor };
}

/** What one event amounts to on its own. One that breaks the plan is counted, and amounts to nothing else. */
export function stateOfEvent(plan: TrackingPlan, event: CanonicalEvent): ProfileState {
  const found = interpret(plan, event);
  if (found.kind === 'problem') return { events: 1, totals: new Map(), days: [] };
  const totals = new Map<Meaning, MeaningTotals>();
  if (found.isActivity) totals.set('activity', once(event.timeMs, 0));
  if (found.meaning !== null) totals.set(found.meaning, once(event.timeMs, found.minor));
  const isPurchase = found.meaning === 'purchase';
  if (!found.isActivity && !isPurchase) return { events: 1, totals, days: [] };
  const day: DayTotals = {
    day: dayOf(event.timeMs),
    activities: found.isActivity ? 1 : 0,
    purchases: isPurchase ? 1 : 0,
    purchaseMinor: isPurchase ? found.minor : 0,
  };
  return { events: 1, totals, days: [day] };
}

/** Takes one more event into the state. The order in which events are folded does not matter. */
export function foldEvent(plan: TrackingPlan, state: ProfileState, event: CanonicalEvent): ProfileState {
  return mergeStates(state, stateOfEvent(plan, event));
}
