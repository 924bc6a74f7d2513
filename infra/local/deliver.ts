import type { Deliver } from './events/delivery.ts';
import type { FunctionEngine } from './lambda/function-engine.ts';
import type { QueueEngine } from './sqs/queue-engine.ts';

/** Whether a delivery to a function waits until the function has dealt with it. */
export type FunctionDelivery = 'accepted' | 'dealt with';

/**
 * Delivers to a queue, or to a function as an asynchronous invocation. Waiting until a function has dealt with an event
 * keeps a schedule on a fast clock from firing again before its last tick is done.
 */
export const createDeliver = (
  queues: QueueEngine,
  functionByArn: FunctionEngine['functionByArn'],
  waitsUntil: FunctionDelivery,
): Deliver => {
  return async ({ arn, messageGroupId }, { body, messageAttributes }) => {
    if (queues.queueByArn(arn) !== undefined) {
      await queues.send(arn, { body, messageAttributes, messageGroupId });
      return;
    }
    const target = functionByArn(arn);
    if (target === undefined) throw new Error(`Cannot deliver: there is no queue or function ${arn}`);
    const dealtWith = target.invokeAsynchronously(body);
    if (waitsUntil === 'dealt with') await dealtWith;
  };
};
