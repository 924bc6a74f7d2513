import { type BatchResultErrorEntry, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import type { MessageQueue } from '#ports/message-queue.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import { messageBody } from './message-body.ts';
import { queueRequests } from './queue-requests.ts';
import { isQueueThrottling, queueThrottledAs } from './queue-throttled.ts';

/** Requests under way at once: a tick that wakes thousands must not take them one after the other. */
const concurrency = 8;

/** Throws for entries that SQS did not take. */
function refuseUnsent(failed: readonly BatchResultErrorEntry[], sent: number): void {
  const [first] = failed;
  if (first === undefined) return;
  const problem = `send ${failed.length} of ${sent} messages: ${first.Code} ${first.Message}`;
  if (failed.every(({ Code }) => isQueueThrottling(Code))) throw new ThrottledError(problem, null, 'queue');
  throw new Error(`Cannot ${problem}`);
}

/**
 * A queue in SQS. Reads the answer of every entry: one that SQS did not take is an error, because whoever sends must not
 * acknowledge what is not stored. Throttling is thrown as ThrottledError.
 */
export function createSqsMessageQueue<Message>(options: {
  client: SQSClient;
  queueUrl: string;
}): MessageQueue<Message> {
  return {
    async send(messages) {
      const sendRequest = async (bodies: readonly string[]) => {
        const entries = bodies.map((body, index) => ({ Id: String(index), MessageBody: body }));
        const command = new SendMessageBatchCommand({ QueueUrl: options.queueUrl, Entries: entries });
        const action = `send ${entries.length} messages`;
        const { Failed = [] } = await queueThrottledAs(action, () => options.client.send(command));
        refuseUnsent(Failed, entries.length);
      };
      await pMap(queueRequests(messages.map(messageBody)), sendRequest, { concurrency });
    },
  };
}
