import { subjectOf } from '#domain/profile/customer-of.ts';
import type { ArchiveDays } from '#ports/event-archive.ts';
import { type Decision, type LeaveReason, leaveReasons } from './decide-customer.ts';
import type { ExaminedCustomer } from './examine-partition.ts';

export type ReplayStatus = 'finished' | 'interrupted' | 'compared only';

/** What a replay did; with `--json`, the document on stdout. */
export type ReplaySummary = {
  readonly status: ReplayStatus;
  readonly tenant: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly customer: string | null;
  readonly archive: {
    readonly objects: number;
    /** Events, repetitions too. */
    readonly lines: number;
    /** Lines whose ids stand for nobody in particular by the rules of today. */
    readonly nobody: number;
    /** Messages with events that are not in the archive yet, and such as could not be written into it. */
    readonly waitingMessages: number;
    readonly deadMessages: number;
  };
  readonly customers: number;
  /** Accounts with a profile, which count the events of their customers once more. */
  readonly accounts: number;
  /** Different events of the customers. */
  readonly events: number;
  /** Customers whose stored profile is what the archive gives. */
  readonly identical: number;
  readonly notStored: number;
  readonly eventsMissing: number;
  readonly toRebuild: number;
  readonly left: Readonly<Record<LeaveReason, number>>;
  /** Some of the customers that are not identical. */
  readonly examples: readonly { readonly customerId: string; readonly decision: string }[];
  readonly sentEvents: number;
  readonly rebuilt: number;
  readonly drained: boolean;
  readonly problem: string | null;
  readonly seconds: number;
};

/** Most customers that are named. */
const mostExamples = 10;

function nameOf(decision: Decision): string {
  if (decision.kind === 'send') return decision.why;
  return decision.kind === 'leave' ? decision.reason : decision.kind;
}

/** Counts what was decided. */
export class ReplayTally {
  customers = 0;
  accounts = 0;
  events = 0;
  sentEvents = 0;
  rebuilt = 0;
  readonly #decisions = new Map<string, number>();
  readonly #examples: { customerId: string; decision: string }[] = [];

  take({ customerId, archived, decision }: ExaminedCustomer): void {
    if (subjectOf(customerId) === 'account') this.accounts += 1;
    else {
      this.customers += 1;
      this.events += archived.events;
    }
    this.#count(customerId, nameOf(decision), 1);
  }

  /** What was to be rebuilt was written by another meanwhile. */
  tookOver(customerId: string): void {
    this.#decisions.set('rebuild', this.#of('rebuild') - 1);
    this.#count(customerId, 'under way', 1);
  }

  #count(customerId: string, name: string, by: number): void {
    this.#decisions.set(name, this.#of(name) + by);
    if (name !== 'identical' && this.#examples.length < mostExamples)
      this.#examples.push({ customerId, decision: name });
  }

  #of(name: string): number {
    return this.#decisions.get(name) ?? 0;
  }

  summary(
    about: Pick<ReplaySummary, 'status' | 'tenant' | 'customer' | 'archive' | 'drained' | 'problem' | 'seconds'>,
    days: ArchiveDays,
  ): ReplaySummary {
    const { customers, accounts, events, sentEvents, rebuilt } = this;
    const left: Record<LeaveReason, number> = {
      'counted too long ago': 0,
      'copies differ': 0,
      'folds otherwise': 0,
      'partly lost': 0,
      'archive incomplete': 0,
      'under way': 0,
      'too many events at once': 0,
    };
    for (const reason of leaveReasons) left[reason] = this.#of(reason);
    return {
      ...about,
      ...days,
      customers,
      accounts,
      events,
      identical: this.#of('identical'),
      notStored: this.#of('not stored'),
      eventsMissing: this.#of('events missing'),
      toRebuild: this.#of('rebuild'),
      left,
      examples: this.#examples,
      sentEvents,
      rebuilt,
    };
  }
}
