import { type Quantiles, quantiles } from '../quantiles.ts';
import type { TrafficRun } from './run-traffic.ts';

/** How long things took, in milliseconds. */
export type Latencies = {
  /** From sending a request to its answer. */
  readonly requestMs: Quantiles;
  /** From the answer to the last request with an event of a customer until the customer's last write was seen: one value a customer. */
  readonly writtenMs: Quantiles;
  /** From the answer to a request to the first transition that it caused: one value a request that caused one. */
  readonly announcedMs: Quantiles;
};

/**
 * Latencies of some traffic. Writes are seen in the stream of the table, where what was read is stored; the last write of a customer is
 * not always the one with the last event, but never an earlier one. A transition carries the id of the request that caused it.
 */
export function latenciesOf(
  { report, announcedMs }: Pick<TrafficRun, 'report' | 'announcedMs'>,
  lastWrittenMs: ReadonlyMap<string, number>,
): Latencies {
  const { requestMs, lastAnsweredMs, answeredMs } = report;
  const between = (from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>) =>
    // What was done before the answer had crossed the wire took no time after it.
    [...from].flatMap(([key, fromMs]) => (to.has(key) ? [Math.max(0, (to.get(key) ?? 0) - fromMs)] : []));
  return {
    requestMs: quantiles(requestMs),
    writtenMs: quantiles(between(lastAnsweredMs, lastWrittenMs)),
    announcedMs: quantiles(between(answeredMs, announcedMs)),
  };
}
