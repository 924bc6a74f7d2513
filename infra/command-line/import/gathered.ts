import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { PlanReport } from '#domain/ingest/conform.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { Place } from './place.ts';

/** Under what the rows and lines of an import become events. */
export type GatherSettings = {
  readonly tenant: string;
  readonly plan: TrackingPlan;
  /** When Holdfast takes the events in. */
  readonly receivedMs: number;
  /** "Now": what happened later is refused. */
  readonly limitMs: number;
};

/** What a line says about the way of its event: which source it came from, when it was sent and when it arrived. */
export type Told = {
  readonly source: string | null;
  readonly sentMs: number | null;
  readonly receivedMs: number | null;
};

/** What the rows of one event came to. `bad`: the event breaks the schema or the tracking plan. */
export type Gathered =
  | {
      readonly kind: 'event';
      readonly customerId: string;
      readonly event: CanonicalEvent;
      /** What about it the tracking plan does not foresee. */
      readonly reports: readonly PlanReport[];
      /** Money in minor units, 0 if it carries none. */
      readonly minor: number;
      readonly rows: readonly Place[];
      /** How many of its rows are like an earlier one. */
      readonly twins: number;
      readonly told: Told;
    }
  | {
      readonly kind: 'refused' | 'bad';
      readonly customerId: string;
      readonly reason: string;
      readonly detail: string;
      readonly rows: readonly Place[];
    };

/** What all rows of some customers came to. */
export type GatheredCustomers = {
  readonly gathered: readonly Gathered[];
  /** Customers who have events. */
  readonly customers: number;
  /** Rows like an earlier one, and those of them whose like stands in another file. */
  readonly twins: number;
  readonly twinsAcrossFiles: number;
};

const timeOf = (one: Gathered) => (one.kind === 'event' ? one.event.timeMs : 0);

/** Puts everything of a customer together, in order of time; customers in the order in which they first appear. */
export function customerByCustomer(found: readonly Gathered[]): { gathered: Gathered[]; customers: number } {
  const byCustomer = Map.groupBy(found, (one) => one.customerId);
  const gathered: Gathered[] = [];
  let customers = 0;
  for (const own of byCustomer.values()) {
    own.sort((a, b) => timeOf(a) - timeOf(b));
    if (own.some((one) => one.kind === 'event')) customers += 1;
    gathered.push(...own);
  }
  return { gathered, customers };
}
