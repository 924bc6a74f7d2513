import type { Observer } from '#ports/observer.ts';

/** An observer that remembers everything. */
export type RecordingObserver = Observer & {
  /** The sum of what was counted under a name; 0 if nothing was. */
  readonly total: (name: string) => number;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
};

export function createRecordingObserver(): RecordingObserver {
  const totals = new Map<string, number>();
  const notes: string[] = [];
  const warnings: string[] = [];
  return {
    count: (name, value) => {
      totals.set(name, (totals.get(name) ?? 0) + value);
    },
    note: (message, details) => {
      notes.push(`${message} ${JSON.stringify(details)}`);
    },
    warn: (message, details) => {
      warnings.push(
        `${message} ${details['error'] instanceof Error ? details['error'].message : JSON.stringify(details)}`,
      );
    },
    total: (name) => totals.get(name) ?? 0,
    notes,
    warnings,
  };
}
