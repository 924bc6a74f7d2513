import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import type { MessageQueue } from '#ports/message-queue.ts';
import { messageBody } from './message-body.ts';
import { queueRequests } from './queue-requests.ts';

/** Requests under way at once: a tick that wakes thousands must not take them one after the other. */
const concurrency = 8;

/**
 * A queue in SQS. Reads the answer of every entry: one that SQS did not take is an error, because whoever sends must not
 * acknowledge what is not stored.
 */
export function createSqsMessageQueue<Message>(options: {
  client: SQSClient;
  queueUrl: string;
}): MessageQueue<Message> {
  return {
    async send(messages) {
      const sendRequest = async (bodies: readonly string[]) => {
        const entries = bodies.map((body, index) => ({ Id: String(index), MessageBody: body }));
        const answer = await options.client.send(
          new SendMessageBatchCommand({ QueueUrl: options.queueUrl, Entries: entries }),
        );
        const failed = answer.Failed?.[0];
        if (failed !== undefined) {
          throw new Error(
            `Cannot send ${answer.Failed?.length} of ${entries.length} messages: ${failed.Code} ${failed.Message}`,
          );
        }
      };
      await pMap(queueRequests(messages.map(messageBody)), sendRequest, { concurrency });
    },
  };
}
