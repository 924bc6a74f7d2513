import type { Breakdown } from './finding.ts';
import { shownText } from './wording.ts';

/** Most rows of a breakdown. */
const maximumRows = 50;

/**
 * Counts by name in bounded memory: names beyond the first `maximumNames` are counted together. The counts of the names
 * that are held are exact.
 */
export class BoundedCounts {
  total = 0;
  /** Occurrences of names that are not held. */
  beyond = 0;
  readonly #counts = new Map<string, number>();
  readonly #maximumNames: number;

  constructor(maximumNames: number) {
    this.#maximumNames = maximumNames;
  }

  add(name: string, by = 1): void {
    this.total += by;
    const before = this.#counts.get(name);
    if (before === undefined && this.#counts.size >= this.#maximumNames) this.beyond += by;
    else this.#counts.set(name, (before ?? 0) + by);
  }

  /** How many names are held. */
  get size(): number {
    return this.#counts.size;
  }

  /** What is not exact, or null: some names found no room. */
  get approximate(): string | null {
    if (this.beyond === 0) return null;
    return `only the first ${this.#maximumNames} names are told apart; ${this.beyond} occurrences have others`;
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** The most frequent first, names alike by their text. */
  get descending(): { name: string; count: number }[] {
    return [...this.#counts]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  }

  breakdown(title: string): Breakdown {
    const all = this.descending;
    const rows = all.slice(0, maximumRows).map(({ name, count }) => ({ name: shownText(name), count }));
    return { title, rows, others: this.total - rows.reduce((sum, row) => sum + row.count, 0) };
  }
}
