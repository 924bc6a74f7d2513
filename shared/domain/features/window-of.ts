import type { DaysView } from './days-view.ts';

/** What happened in a window of days. */
export type DaysWindow = {
  readonly count: number;
  readonly sum: number;
  /** Days with at least one event. */
  readonly activeDays: number;
  /** The first day of the window with an event, which is the first to leave it; null if there is none. */
  readonly firstDay: number | null;
  /** The first day after the window with an event; null if there is none. */
  readonly nextDay: number | null;
};

/** Adds up the days from `fromDay` to `toDay`, both included. Looks at no day before them. */
export function windowOf(view: DaysView, fromDay: number, toDay: number): DaysWindow {
  const window = { count: 0, sum: 0, activeDays: 0, firstDay: null, nextDay: null };
  view.addWindow(window, fromDay, toDay);
  return window;
}
