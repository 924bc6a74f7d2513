/** Rows that were left out for one reason, with the first of them as an example. */
export type Refusal = {
  readonly reason: string;
  readonly rows: number;
  readonly example: { line: number; detail: string };
};

/** Events of one name, and the money that they carry in minor units. */
export type EventTotal = { readonly name: string; readonly events: number; readonly minor: number };

/** Counts what became of every row of a file. */
export class ImportTally {
  rowsRead = 0;
  rowsInEvents = 0;
  twins = 0;
  customers = 0;
  readonly #refusals = new Map<string, Refusal>();
  readonly #events = new Map<string, EventTotal>();

  /** Some rows are left out. The example that stays is the one on the earliest line. */
  refuse(reason: string, rows: number, line: number, detail: string): void {
    const before = this.#refusals.get(reason);
    const example = before === undefined || line < before.example.line ? { line, detail } : before.example;
    this.#refusals.set(reason, { reason, rows: (before?.rows ?? 0) + rows, example });
  }

  /** Some rows have become one event. */
  take(name: string, minor: number, rows: number): void {
    const before = this.#events.get(name);
    this.#events.set(name, { name, events: (before?.events ?? 0) + 1, minor: (before?.minor ?? 0) + minor });
    this.rowsInEvents += rows;
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
