import { availableParallelism, cpus, totalmem } from 'node:os';

/** Where figures were measured: they mean little without it. */
export function machine() {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
