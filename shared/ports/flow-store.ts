import type { FlowPattern } from '#domain/migrations/flow-pattern.ts';
import type { PatternSum } from '#domain/migrations/flows-of.ts';

/** What one write of a profile adds to the flows of its tenant. */
export type CountedWrite = {
  readonly tenant: string;
  readonly customerId: string;
  /** With tenant and customer, what makes the write itself: it is counted once, however often it is told. */
  readonly profileVersion: number;
  /** The UTC day on which it is counted, such as `2026-03-01`. */
  readonly day: string;
  /** What it changed. */
  readonly patterns: readonly FlowPattern[];
  /** Yearly revenue of the customer in minor units; 0 where nobody knows. */
  readonly revenueMinor: number;
};

/** Counts flows between segments. */
export interface FlowCounter {
  /**
   * Counts writes, each once, also where it was counted before or is counted by another at this moment. Returns how many were new.
   * Throws when the store throttles or others keep counting at the same places; what was counted by then stays counted.
   */
  count(writes: readonly CountedWrite[], nowMs: number): Promise<number>;
}

/** What was counted. */
export interface FlowReader {
  /** What the writes of a tenant changed on a UTC day, in no particular order; `flowsOf` makes flows of it. */
  patterns(tenant: string, day: string): Promise<readonly PatternSum[]>;
}

/**
 * How long it is remembered that a write was counted, in seconds: longer than the stream brings it again, which is a day.
 * Source: Amazon DynamoDB developer guide, "Change data capture for DynamoDB Streams", data retention.
 */
export const countedKeptSeconds = 7 * 86_400;

/** How long the flows of a day are kept, in seconds. */
export const flowsKeptSeconds = 400 * 86_400;
