import { setTimeout as pause } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import { queueDepth } from '../aws-clients.ts';
import { type Deployment, outputOf } from '../deployment.ts';
import type { Progress } from '../progress.ts';
import type { ImportDestination } from './run-import.ts';
import { waitUntilDrained } from './wait-until-drained.ts';

/** Milliseconds between two looks at the queue. */
const lookIntervalMs = 200;

export type WaitSettings = {
  readonly waits: boolean;
  readonly timeoutSeconds: number;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** Waits until a queue is worked off, and shows how far that is. Returns how many messages are left. */
async function watchQueue(client: SQSClient, queueUrl: string, settings: WaitSettings): Promise<number> {
  const { progress, timeoutSeconds, signal } = settings;
  let least: number | null = null;
  const onDepth = (messages: number) => {
    if (least === null) progress.begin('Working off', 'messages', messages);
    else if (messages < least) progress.advance(least - messages);
    least = Math.min(least ?? messages, messages);
  };
  const depth = () => queueDepth(client, queueUrl);
  const timing = {
    timeoutSeconds,
    intervalMs: lookIntervalMs,
    nowMs: settings.clock,
    pause: (ms: number) => pause(ms),
  };
  return waitUntilDrained({ depth, ...timing, signal, onDepth }).finally(() => progress.end());
}

/** The event queue of a deployment, and how to see that what was sent is worked off. Throws if the queue cannot be reached. */
export async function queueDestination(
  client: SQSClient,
  deployment: Deployment,
  settings: WaitSettings,
  what: 'import' | 'replay' = 'import',
): Promise<ImportDestination> {
  const queueUrl = outputOf(deployment, 'EventQueueUrl');
  const deadUrl = outputOf(deployment, 'EventDeadLetterQueueUrl');
  const deadBefore = await queueDepth(client, deadUrl);
  return {
    deployment: deployment.identity,
    queue: createSqsMessageQueue<EventBatchMessage>({ client, queueUrl }),
    async seeThrough() {
      if (!settings.waits) return { drained: false, problem: null };
      const left = await watchQueue(client, queueUrl, settings);
      const dead = (await queueDepth(client, deadUrl)) - deadBefore;
      const action = `Cannot see the ${what} through`;
      if (dead > 0) {
        const advice = 'look at the logs of the profile function, then run holdfast redrive events';
        return { drained: left === 0, problem: `${action}: ${dead} messages failed and lie in ${deadUrl}; ${advice}` };
      }
      if (left === 0) return { drained: true, problem: null };
      const why = settings.signal.aborted ? 'interrupted' : `after ${settings.timeoutSeconds} s`;
      const advice = 'everything is sent and will be worked off, pass --wait-seconds to wait longer';
      return { drained: false, problem: `${action}: ${left} messages are still in the queue (${why}); ${advice}` };
    },
  };
}
