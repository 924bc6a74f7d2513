import type { FunctionName } from '#infra/function-limits.ts';
import type { BillLine } from '../prices/us-east-1.ts';
import { eachLine, type Units } from './bill.ts';

/** Where units go, and on which line of the bill they stand. */
export const parts = {
  'HTTP requests': 'HTTP requests',
  'profiles, first KB': 'write units',
  'profiles, beyond 1 KB': 'write units',
  'wake index': 'write units',
  'pages of event ids': 'write units',
  'traits written': 'write units',
  'runs of playbooks': 'write units',
  'transitions in the ledger': 'write units',
  'flows between segments': 'write units',
  'rest of the ledger': 'write units',
  'profiles read': 'read units',
  'pages read': 'read units',
  'other reads': 'read units',
  'SQS sent': 'SQS requests',
  'SQS received': 'SQS requests',
  'SQS deleted': 'SQS requests',
  'Lambda requests': 'Lambda requests',
  'GB-seconds of processor': 'Lambda GB-seconds',
  'GB-seconds of waiting': 'Lambda GB-seconds',
  'EventBridge entries': 'EventBridge entries',
  'S3 puts': 'S3 puts',
} as const satisfies Record<string, BillLine>;

export type Part = keyof typeof parts;

/** What one function did. */
export type FunctionWork = {
  readonly invocations: number;
  readonly processorSeconds: number;
  readonly waitingSeconds: number;
};

/** Counts what a workload consumed. */
export type Tally = {
  add(part: Part, units: number): void;
  worked(name: FunctionName, work: FunctionWork): void;
  /** A count of something that costs nothing by itself. */
  note(name: Noted, count: number): void;
  units(): Units;
  of(part: Part): number;
  noted(name: Noted): number;
  functions(): ReadonlyMap<FunctionName, FunctionWork>;
  reset(): void;
};

/** `customer writes`: puts of a profile that took events in; `profile writes`: all of them, wake-ups included. */
export type Noted =
  | 'events'
  | 'customer writes'
  | 'profile writes'
  | 'transitions'
  | 'wake-ups'
  | 'batches'
  | 'archived bytes';

const idle: FunctionWork = { invocations: 0, processorSeconds: 0, waitingSeconds: 0 };

/** Makes an empty tally. */
export function createTally(): Tally {
  const sums = new Map<Part, number>();
  const notes = new Map<Noted, number>();
  const work = new Map<FunctionName, FunctionWork>();
  const of = (part: Part) => sums.get(part) ?? 0;
  return {
    of,
    add: (part, units) => void sums.set(part, of(part) + units),
    note: (name, count) => void notes.set(name, (notes.get(name) ?? 0) + count),
    noted: (name) => notes.get(name) ?? 0,
    worked(name, more) {
      const before = work.get(name) ?? idle;
      work.set(name, {
        invocations: before.invocations + more.invocations,
        processorSeconds: before.processorSeconds + more.processorSeconds,
        waitingSeconds: before.waitingSeconds + more.waitingSeconds,
      });
    },
    units() {
      const units = eachLine(() => 0);
      for (const [part, sum] of sums) units[parts[part]] += sum;
      return units;
    },
    functions: () => new Map(work),
    reset() {
      sums.clear();
      notes.clear();
      work.clear();
    },
  };
}
