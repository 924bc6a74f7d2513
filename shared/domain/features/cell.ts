import type { EventSelector } from '#contracts/event-selector.ts';

/**
 * Where a number of an event comes from: from a property, in units of 1/`scale`, rounded to a whole number of them; from the
 * money of the event, in minor units; from the score of its text, in thousandths; or it is always the same.
 */
export type NumberSource =
  | { readonly from: 'property'; readonly property: string; readonly scale: number }
  | { readonly from: 'money' }
  | { readonly from: 'sentiment' }
  | { readonly from: 'constant'; readonly number: number };

/** Where a value of any type comes from. Texts are cut at `longestText` characters. */
export type ValueSource =
  | { readonly from: 'property'; readonly property: string; readonly type: 'text' | 'number' | 'boolean' | 'time' }
  | { readonly from: 'constant'; readonly value: string | number | boolean };

/**
 * A value that is set by events: where several set it, the latest wins; of two of the same moment, also of one event, the one
 * whose setting is named later; of two of the same setting the greater value.
 */
export type Setting<Source> = { readonly on: EventSelector; readonly to: Source };

/**
 * What of the events of a customer is kept, and how. Each is a function of the set of events: in whatever order, and in
 * whatever parts they are folded, the outcome is the same.
 */
export type CellSpec =
  /** How many, the first and the last time, and the sum of a number (0 each where `sum` is null). */
  | { readonly kind: 'totals'; readonly of: EventSelector; readonly sum: NumberSource | null }
  /** The same for each UTC day, for the newest `days` days up to the newest day on which anything happened. */
  | { readonly kind: 'days'; readonly of: EventSelector; readonly sum: NumberSource | null; readonly days: number }
  /** In which half hours of the UTC day anything happened, for the newest `days` days, counted as above. */
  | { readonly kind: 'half hours'; readonly of: EventSelector; readonly days: number }
  /** The newest `keep` times, each event for itself. */
  | { readonly kind: 'recent'; readonly of: EventSelector; readonly keep: number }
  /** The value that was set last: the greatest by (time, place of the setting, value). `mostSettings` at most. */
  | { readonly kind: 'latest'; readonly settings: readonly Setting<ValueSource>[] }
  /** For each key the number that was set last, in the same order; the `keep` keys that were set most lately. */
  | {
      readonly kind: 'keyed';
      readonly settings: readonly Setting<NumberSource>[];
      /** The property that names the key; null: all events share one. */
      readonly key: string | null;
      readonly keep: number;
    }
  /** How often each of these values was seen. */
  | {
      readonly kind: 'tally';
      readonly of: EventSelector;
      readonly property: string;
      readonly values: readonly string[];
    }
  /** The different values of a property, by their hashes: exactly up to `keep`, and estimated beyond. */
  | { readonly kind: 'distinct'; readonly of: EventSelector; readonly property: string; readonly keep: number };

export type CellKind = CellSpec['kind'];

/** Longest text that is kept of a value, in characters. */
export const longestText = 40;

/** Most settings of one value: their places are stored, 0 to 7. */
export const mostSettings = 8;

/** What a register holds. Times are numbers of milliseconds. */
export type CellValue = string | number | boolean;

/** What is kept of one `CellSpec` for one customer. There is no cell where no event was selected yet. */
export type Cell =
  | {
      readonly kind: 'totals';
      readonly count: number;
      readonly firstMs: number;
      readonly lastMs: number;
      readonly sum: number;
    }
  /** Ascending by day (days since 1970-01-01 UTC). */
  | { readonly kind: 'days'; readonly days: readonly CellDay[] }
  | { readonly kind: 'half hours'; readonly days: readonly HalfHours[] }
  /** Newest first. */
  | { readonly kind: 'recent'; readonly timesMs: readonly number[] }
  /** `rank` is the place among the declared settings of the one that set it, from 0. */
  | { readonly kind: 'latest'; readonly timeMs: number; readonly rank: number; readonly value: CellValue }
  /** Newest first, then by key. */
  | { readonly kind: 'keyed'; readonly entries: readonly KeyedEntry[] }
  /** In the order of the declared values. */
  | { readonly kind: 'tally'; readonly counts: readonly number[] }
  /** Ascending: the smallest `keep` of all hashes, 0 to 2^32 − 1 each. */
  | { readonly kind: 'distinct'; readonly hashes: readonly number[] };

export type CellDay = { readonly day: number; readonly count: number; readonly sum: number };

/** Bit i of `before` is the half hour that begins i × 30 minutes after midnight; bit i of `after` that i × 30 minutes after noon. */
export type HalfHours = { readonly day: number; readonly before: number; readonly after: number };

/** `key` is a hash of 32 bits, `rank` as in `latest`. */
export type KeyedEntry = {
  readonly key: number;
  readonly timeMs: number;
  readonly rank: number;
  readonly number: number;
};

/** A spec with the number under which its cell is stored. */
export type DeclaredCell = { readonly number: number; readonly spec: CellSpec; readonly subject: Subject };

/** Whose state: that of a customer, or that of an account. */
export type Subject = 'customer' | 'account';
