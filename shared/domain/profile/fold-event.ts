import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Meaning } from '#contracts/moment.ts';
import type { Cell } from '#domain/features/cell.ts';
import type { EventMeaning } from '#domain/features/cells/cell-law.ts';
import { cellsTouchedBy, type Folding } from '#domain/features/folding.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { type CellSet, has, intersect } from './cell-set.ts';
import { completeCells, withCell } from './merge-states.ts';
import { addTotals, mergeVitalDays } from './merge-vital-signs.ts';
import { type DayTotals, dayOf, emptyProfileState, type MeaningTotals, type ProfileState } from './profile-state.ts';

/** A state that events are taken into in place, because copying it for each of many takes longer than folding it. */
export type GrowingState = {
  events: number;
  readonly totals: Map<Meaning, MeaningTotals>;
  days: readonly DayTotals[];
  cells: Map<number, Cell>;
  complete: CellSet;
};

/** A copy that can grow. */
export function growing(state: ProfileState): GrowingState {
  return { ...state, totals: new Map(state.totals), cells: new Map(state.cells) };
}

function once(timeMs: number, sumMinor: number): MeaningTotals {
  return { count: 1, firstMs: timeMs, lastMs: timeMs, sumMinor };
}

function takeInVitalSigns(state: GrowingState, { meaning, isActivity, minor }: EventMeaning, timeMs: number): void {
  if (isActivity) addTotals(state.totals, 'activity', once(timeMs, 0));
  if (meaning !== null) addTotals(state.totals, meaning, once(timeMs, minor));
  const isPurchase = meaning === 'purchase';
  if (!isActivity && !isPurchase) return;
  const day: DayTotals = {
    day: dayOf(timeMs),
    activities: isActivity ? 1 : 0,
    purchases: isPurchase ? 1 : 0,
    purchaseMinor: isPurchase ? minor : 0,
  };
  state.days = mergeVitalDays(state.days, [day]);
}

function takeInCells(folding: Folding, state: GrowingState, event: CanonicalEvent, found: EventMeaning): void {
  const isWhole = state.complete === folding.declared;
  for (const cell of cellsTouchedBy(folding, event.type, event.name)) {
    if (!isWhole && !has(state.complete, cell.number)) continue;
    const amount = cell.ofEvent(event, found);
    if (amount !== null) withCell(state.cells, cell, amount);
  }
}

/** Of the cells, keeps those that are declared and have seen every event before: others can never become complete by folding. */
function keepComplete(folding: Folding, state: GrowingState): void {
  const complete = intersect(state.complete, folding.declared);
  if (complete === state.complete) return;
  state.complete = complete;
  state.cells = new Map(completeCells(state.cells, complete));
}

/**
 * Takes one more event into the state, in place. The order in which events are folded does not matter. One that breaks the
 * plan is counted, and amounts to nothing else.
 */
export function takeInEvent(folding: Folding, state: GrowingState, event: CanonicalEvent): void {
  keepComplete(folding, state);
  state.events += 1;
  const found = interpret(folding.plan, event);
  if (found.kind === 'problem') return;
  takeInVitalSigns(state, found, event.timeMs);
  takeInCells(folding, state, event, found);
}

/** The state with these events, in whatever order. */
export function foldEvents(folding: Folding, state: ProfileState, events: readonly CanonicalEvent[]): ProfileState {
  if (events.length === 0) return state;
  const whole = growing(state);
  for (const event of events) takeInEvent(folding, whole, event);
  return whole;
}

/** The state with one more event. */
export function foldEvent(folding: Folding, state: ProfileState, event: CanonicalEvent): ProfileState {
  return foldEvents(folding, state, [event]);
}

/** What one event amounts to on its own. */
export function stateOfEvent(folding: Folding, event: CanonicalEvent): ProfileState {
  return foldEvent(folding, emptyProfileState, event);
}
