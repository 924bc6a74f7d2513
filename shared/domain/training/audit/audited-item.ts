import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { PlanReport } from '#domain/ingest/conform.ts';

/** Why a row or an event will not be counted. */
export type LeftOutCause =
  | 'no customer'
  | 'no date'
  | 'bad date'
  | 'future date'
  | 'off the plan'
  | 'repeated id'
  | 'unreadable'
  | 'left out on purpose';

/** An event that will count, and what is known around it. */
export type AuditedEvent = {
  readonly kind: 'event';
  readonly event: CanonicalEvent;
  readonly source: string;
  /** Whose event it is, or null. */
  readonly customerId: string | null;
  /** How many rows of a file it was made of. */
  readonly rows: number;
  /** `live`: it came as it happened, so its time of receipt says something. */
  readonly clock: 'live' | 'history';
  /** When its sender sent it, by the sender's own clock; null if that is not known. */
  readonly sentMs: number | null;
  /** What the tracking plan does not foresee about it. */
  readonly reports: readonly PlanReport[];
};

/** Rows, or an event, that will not count. */
export type LeftOut = {
  readonly kind: 'left out';
  readonly cause: LeftOutCause;
  readonly source: string;
  readonly rows: number;
  readonly reason: string;
  readonly detail: string;
  /** Where it stands, such as `orders.csv, line 12`. */
  readonly where: string;
};

/** Rows that say what an earlier row of the same customer said already. All of them count. */
export type TwinRows = { readonly kind: 'twin rows'; readonly rows: number };

/** What an audit looks at, one after the other. */
export type AuditedItem = AuditedEvent | LeftOut | TwinRows;
