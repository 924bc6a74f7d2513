import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { Plan, PlannedEvent } from '../plan.ts';
import type { SimTenant } from './sim-sources.ts';

/** What a customer did, before anyone has sent it anywhere. */
export type Deed = Omit<CanonicalEvent, 'tenant' | 'receivedMs'> & { readonly tenant: SimTenant };

/** What is wrong with an event for good; `none`: it counts, unless it comes too late. */
export type Flaw = 'none' | Exclude<QuarantinedEvent['reason'], 'late'>;

/** A planned event with all that a check has to know of it. */
export type SimEvent = PlannedEvent & {
  readonly deed: Deed;
  readonly flaw: Flaw;
  /** When this copy is sent for the first time. */
  readonly sentMs: number;
  /** Through the HTTP API, or put on the event queue directly. */
  readonly door: 'http' | 'queue';
  readonly clock: ClockMode;
};

/** A plan with all that a check has to know of it. */
export type SimPlan = Plan & {
  /** Every copy of every event that is sent. */
  readonly events: readonly SimEvent[];
  /** What the items of the older layout hold already. */
  readonly history: readonly Deed[];
};
