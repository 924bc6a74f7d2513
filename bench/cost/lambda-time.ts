import { type FunctionName, functionLimits } from '#infra/function-limits.ts';
import type { Tally } from './tally.ts';
import type { VirtualWaits } from './virtual-waits.ts';

/** Memory with which a function has one processor to itself. Source: AWS Lambda developer guide, "Configure memory". */
const megabytesPerProcessor = 1_769;

/** Runs one invocation and charges for it; gives its result and how long it lasted. */
export type Invoke = <Result>(
  name: FunctionName,
  work: () => Promise<Result>,
) => Promise<{ result: Result; elapsedMs: number }>;

/**
 * Charges for invocations: the processor time that the handler takes here, and the AWS SDK for every request that it waits
 * for, stretched to the share of a processor that its memory brings; and the waits. Lambda rounds up to a millisecond.
 */
export function createInvoke(tally: Tally, virtual: VirtualWaits, sdkRequestMs: number): Invoke {
  return async (name, work) => {
    const { result, waits, waitedMs, processorMs: handlerMs } = await virtual.measure(work);
    const processorMs = handlerMs + waits * sdkRequestMs;
    const { memoryMegabytes } = functionLimits[name];
    const stretchedMs = processorMs * Math.max(1, megabytesPerProcessor / memoryMegabytes);
    const elapsedMs = Math.ceil(waitedMs + stretchedMs);
    const gigabytes = memoryMegabytes / 1_024;
    tally.add('Lambda requests', 1);
    tally.add('GB-seconds of processor', (stretchedMs * gigabytes) / 1_000);
    tally.add('GB-seconds of waiting', ((elapsedMs - stretchedMs) * gigabytes) / 1_000);
    tally.worked(name, {
      invocations: 1,
      processorSeconds: processorMs / 1_000,
      waitingSeconds: (elapsedMs - stretchedMs) / 1_000,
    });
    return { result, elapsedMs };
  };
}
