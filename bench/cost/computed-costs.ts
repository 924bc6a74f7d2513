import { type FunctionName, functionLimits } from '#infra/function-limits.ts';
import { wakeShards } from '#ports/wake-index.ts';
import { type Bill, billOf, eachLine, type Units } from './bill.ts';
import { requestMs } from './counted-deployment.ts';

const perMillion = 1_000_000;
const naiveWrites = 5;

/** GB-seconds of invocations that wait for so many requests to DynamoDB, one after the other, and do nothing else. */
function waitingGigabyteSeconds(name: FunctionName, requests: number): number {
  return (functionLimits[name].memoryMegabytes / 1_024) * ((requests * requestMs.dynamo) / 1_000);
}

/**
 * A million events in the naive way, computed and not counted: one HTTP request, one invocation and five writes of one unit
 * for each event; the invocation, of the memory that `profile` has, lasts as long as its writes.
 */
export function naiveUnits(): Units {
  const one = {
    ...eachLine(() => 0),
    'HTTP requests': 1,
    'Lambda requests': 1,
    'write units': naiveWrites,
    'Lambda GB-seconds': waitingGigabyteSeconds('profile', naiveWrites),
  };
  return eachLine((line) => one[line] * perMillion);
}

const ticksPerMonth = 30 * 24 * 60;
const polledQueues = 4;

/** Lambda polls a queue with five long polls of 20 seconds. Source: AWS Lambda developer guide, "Using Lambda with SQS". */
const pollersPerQueue = 5;
const longPollsPerMonth = (30 * 86_400) / 20;

/** A month in which nothing happens, computed and not counted: the ticks of `wake`, and Lambda asking empty queues. */
export function standingBill(): Bill {
  return billOf({
    ...eachLine(() => 0),
    'Lambda requests': ticksPerMonth,
    'Lambda GB-seconds': ticksPerMonth * waitingGigabyteSeconds('wake', 1),
    'read units': ticksPerMonth * wakeShards * 0.5,
    'SQS requests': polledQueues * pollersPerQueue * longPollsPerMonth,
  });
}
