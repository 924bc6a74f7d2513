import type { PlanReport } from '#domain/ingest/conform.ts';
import { isBefore, type Place } from './place.ts';

/** Rows that were left out for one reason, with the first of them as an example. */
export type Refusal = {
  readonly reason: string;
  readonly rows: number;
  readonly example: Place & { readonly detail: string };
};

/** Events of one name that the tracking plan does not foresee so, with the first of them as an example. */
export type Reported = {
  readonly eventName: string;
  readonly rule: string;
  readonly events: number;
  readonly example: string;
};

/** Most rules that are told apart; what more there is counts, but is not named. */
const maximumReported = 200;

/** Events of one name, and the money that they carry in minor units. */
export type EventTotal = { readonly name: string; readonly events: number; readonly minor: number };

/** Counts what became of every row of an import. */
export class ImportTally {
  rowsRead = 0;
  rowsInEvents = 0;
  twins = 0;
  twinsAcrossFiles = 0;
  customers = 0;
  readonly #reported = new Map<string, Reported>();
  readonly #refusals = new Map<string, Refusal>();
  readonly #events = new Map<string, EventTotal>();

  /** Some rows are left out. The example that stays is the earliest one. */
  refuse(reason: string, rows: number, place: Place, detail: string): void {
    const before = this.#refusals.get(reason);
    const isEarliest = before === undefined || isBefore(place, before.example);
    const example = isEarliest ? { file: place.file, line: place.line, detail } : before.example;
    this.#refusals.set(reason, { reason, rows: (before?.rows ?? 0) + rows, example });
  }

  /** Some rows have become one event. */
  take(name: string, minor: number, rows: number): void {
    const before = this.#events.get(name);
    this.#events.set(name, { name, events: (before?.events ?? 0) + 1, minor: (before?.minor ?? 0) + minor });
    this.rowsInEvents += rows;
  }

  /** Something about an event is not as the tracking plan says, and the event counts nevertheless. */
  report({ eventName, rule, detail }: PlanReport): void {
    const key = JSON.stringify([eventName, rule]);
    const before = this.#reported.get(key);
    if (before === undefined && this.#reported.size >= maximumReported) return;
    const example = before?.example ?? detail;
    this.#reported.set(key, { eventName, rule, events: (before?.events ?? 0) + 1, example });
  }

  /** What the tracking plan does not foresee, the most frequent first; the first 200 rules. */
  get reported(): Reported[] {
    return [...this.#reported.values()].sort((a, b) => b.events - a.events);
  }

  /** By reason, the most frequent first. */
  get refusals(): Refusal[] {
    return [...this.#refusals.values()].sort((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1));
  }

  /** By name. */
  get events(): EventTotal[] {
    return [...this.#events.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get eventCount(): number {
    return this.events.reduce((sum, one) => sum + one.events, 0);
  }

  get rowsRefused(): number {
    return this.refusals.reduce((sum, one) => sum + one.rows, 0);
  }

  /** Rows that were joined with an earlier row of the same order. */
  get rowsMerged(): number {
    return this.rowsInEvents - this.eventCount;
  }

  /** Throws unless every row that was read is either in an event or refused with a reason. */
  assertNothingLost(): void {
    const found = this.rowsInEvents + this.rowsRefused;
    if (found === this.rowsRead) return;
    throw new Error(
      `Cannot account for every row: ${this.rowsRead} were read, ${this.rowsInEvents} are in events and ${this.rowsRefused} are refused`,
    );
  }
}
