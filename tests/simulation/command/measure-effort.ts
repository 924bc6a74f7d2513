import { availableParallelism, cpus } from 'node:os';
import type { Effort } from './render-results.ts';

/** Says what the work since `startedMs` (of `performance.now()`) cost. */
export function effortSince(startedMs: number, seeds: number, threads: number): Effort {
  const seconds = (performance.now() - startedMs) / 1_000;
  return {
    seconds,
    seedsPerSecond: seeds / seconds,
    cores: availableParallelism(),
    threads,
    processor: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    // maxRSS is in kilobytes.
    memoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
}
