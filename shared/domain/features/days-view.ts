import type { DayTotals } from '#domain/profile/profile-state.ts';
import type { CellDay } from './cell.ts';
import { type VitalMeasure, vitalCount, vitalSum } from './vital-signs.ts';

/** A window of days while it is added up: see `DaysWindow`. */
export type GrowingWindow = {
  count: number;
  sum: number;
  activeDays: number;
  firstDay: number | null;
  nextDay: number | null;
};

/**
 * Days on which something happened, ascending, wherever they are kept. Looked at in place: features read them many times for
 * each event. A day can have a count of 0.
 */
export type DaysView = {
  readonly length: number;
  readonly dayAt: (index: number) => number;
  readonly countAt: (index: number) => number;
  readonly sumAt: (index: number) => number;
  /** Adds the days from `fromDay` to `toDay` up: see `windowOf`. */
  readonly addWindow: (window: GrowingWindow, fromDay: number, toDay: number) => void;
};

// The two loops below are alike, but each over days of one shape: one loop over both takes about twice as long.

/** The days of a cell. */
export class CellDays implements DaysView {
  readonly #days: readonly CellDay[];
  readonly length: number;

  constructor(days: readonly CellDay[]) {
    this.#days = days;
    this.length = days.length;
  }

  dayAt(index: number): number {
    return this.#days[index]?.day ?? 0;
  }

  countAt(index: number): number {
    return this.#days[index]?.count ?? 0;
  }

  sumAt(index: number): number {
    return this.#days[index]?.sum ?? 0;
  }

  addWindow(window: GrowingWindow, fromDay: number, toDay: number): void {
    const days = this.#days;
    for (let index = days.length - 1; index >= 0; index -= 1) {
      const one = days[index];
      if (one === undefined || one.day < fromDay) return;
      if (one.count > 0) add(window, one.day, toDay, one.count, one.sum);
    }
  }
}

/** One of the vital signs by day. */
export class VitalDays implements DaysView {
  readonly #days: readonly DayTotals[];
  readonly #measure: VitalMeasure;
  readonly length: number;

  constructor(days: readonly DayTotals[], measure: VitalMeasure) {
    this.#days = days;
    this.#measure = measure;
    this.length = days.length;
  }

  dayAt(index: number): number {
    return this.#days[index]?.day ?? 0;
  }

  countAt(index: number): number {
    const day = this.#days[index];
    return day === undefined ? 0 : vitalCount(day, this.#measure);
  }

  sumAt(index: number): number {
    const day = this.#days[index];
    return day === undefined ? 0 : vitalSum(day, this.#measure);
  }

  addWindow(window: GrowingWindow, fromDay: number, toDay: number): void {
    const days = this.#days;
    for (let index = days.length - 1; index >= 0; index -= 1) {
      const one = days[index];
      if (one === undefined || one.day < fromDay) return;
      const count = vitalCount(one, this.#measure);
      if (count > 0) add(window, one.day, toDay, count, vitalSum(one, this.#measure));
    }
  }
}

function add(window: GrowingWindow, day: number, toDay: number, count: number, sum: number): void {
  if (day > toDay) {
    window.nextDay = day;
    return;
  }
  window.count += count;
  window.sum += sum;
  window.activeDays += 1;
  window.firstDay = day;
}

export const noDays: DaysView = new CellDays([]);
