import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld } from './seen-world.ts';

/** Most requests that a table which throttles everything may see for each write that waits for it. */
const requestsPerWrite = 2;

/** While the table refuses everything it is left in peace. */
export function checkOutage(expected: ExpectedWorld, { evidence }: SeenWorld): string[] {
  if (expected.plan.outage === null) return [];
  const { requestsDuringOutage: requests, writesDuringOutage: writes } = evidence;
  if (requests <= requestsPerWrite * writes) return [];
  return [
    `the outage: ${requests} requests for ${writes} waiting writes, at most ${requestsPerWrite} each are allowed`,
  ];
}
