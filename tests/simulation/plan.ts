import type { Item } from '#adapters/aws/item-attributes.ts';

/** One event that comes from outside. */
export type PlannedEvent = {
  readonly id: string;
  /** The customer that the event itself names. */
  readonly customerId: string;
  /** Whether an event with this id was planned before. */
  readonly isRepeat: boolean;
};

/** A client that posts `body` to `/v1/batch`, and again until it is answered 200. */
export type ClientCall = { readonly atMs: number; readonly body: string; readonly events: readonly PlannedEvent[] };

/** A message that is put on the event queue past HTTP: bad events, late events, poison. */
export type DirectMessage = { readonly atMs: number; readonly body: string; readonly events: readonly PlannedEvent[] };

/** How often each fault happens, 0 to 1. Drawn for each seed, so that some runs are calm and some are wild. */
export type FaultRates = {
  /** Per request to a table: refused with a throttle. */
  readonly throttle: number;
  /** Per request: it never arrives, and its sender sees an error. */
  readonly lostRequest: number;
  /** Per request: it takes effect, and its sender sees an error. */
  readonly lostAnswer: number;
  /** Per invocation. */
  readonly crash: number;
  /** Per eventually consistent read of a profile: it shows an older version. */
  readonly staleRead: number;
  /** Per delivery of a message: it is delivered once more. */
  readonly queueRepeat: number;
  /** Per acknowledged message: the queue does not learn of it. */
  readonly lostAcknowledgement: number;
  /** Per batch of the stream: it is delivered once more. */
  readonly streamRepeat: number;
  /** Per entry of PutEvents. */
  readonly refusedEntry: number;
  readonly emailRefused: number;
  /** Per e-mail: an error, before or after it was sent. */
  readonly emailUncertain: number;
};

/**
 * Between the two times each container runs old or new code by chance; before only old, after only new. `next layout`: the old
 * code is today's, the new code writes a layout that it does not know. `next definitions`: the new code is today's, and the
 * old code has the features and segments from before their last change. `from layout 1`: the new code is today's, and the old
 * profile containers run the code that wrote layout 1.
 */
export type Deployment = {
  readonly kind: 'next layout' | 'next definitions' | 'from layout 1';
  readonly fromMs: number;
  readonly untilMs: number;
} | null;

/** What happens from outside in one run; made from a seed, before anything runs. */
export type Plan = {
  readonly seed: number;
  readonly startMs: number;
  /** Wake-ups that are due until then take place. */
  readonly endMs: number;
  readonly calls: readonly ClientCall[];
  readonly direct: readonly DirectMessage[];
  readonly faults: FaultRates;
  /** From then on everything works, so that the run drains. */
  readonly faultsUntilMs: number;
  /** The customer table throttles everything. */
  readonly outage: { readonly fromMs: number; readonly untilMs: number } | null;
  readonly deployment: Deployment;
  /** Profile items that are there at the start, in the older layout. */
  readonly olderItems: readonly Item[];
};
