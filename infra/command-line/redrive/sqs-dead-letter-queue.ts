import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { maximumMessageBytes } from '#adapters/aws/message-body.ts';
import { firstIdAttribute, firstSentAttribute } from '#contracts/first-sent.ts';
import type { DeadLetter, DeadLetterQueue, Refusal } from './dead-letter-queue.ts';

/** How long a received message is hidden from others: far longer than it takes to move it. */
export const hiddenSeconds = 120;

/** A receive that waits asks every server of the queue; one that does not may miss messages. */
const waitSeconds = 1;

function deadLetterOf(message: Message): DeadLetter[] {
  const { MessageId, ReceiptHandle, Body, Attributes, MessageAttributes } = message;
  if (MessageId === undefined || ReceiptHandle === undefined || Body === undefined) return [];
  return [
    {
      id: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: MessageAttributes ?? {},
      receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
      sentMs: Number(Attributes?.SentTimestamp ?? 0),
    },
  ];
}

/** Most attributes of a message. Source: SQS developer guide, "Amazon SQS message quotas". */
const maximumAttributes = 10;

/**
 * The attributes of a letter that is sent again, with its first id and the time of its first sending: SQS gives it new ones,
 * and events without an id or a time of their own take theirs from the message.
 */
function attributesOf({ id, sentMs, attributes }: DeadLetter): DeadLetter['attributes'] {
  const { [firstIdAttribute]: firstId, [firstSentAttribute]: firstSent, ...others } = attributes;
  return {
    // Nobody reads those that are too many.
    ...Object.fromEntries(Object.entries(others).slice(0, maximumAttributes - 2)),
    [firstIdAttribute]: firstId ?? { DataType: 'String', StringValue: id },
    [firstSentAttribute]: firstSent ?? { DataType: 'Number', StringValue: String(sentMs) },
  };
}

/** Letters cut into requests that SQS takes; one that is larger than a request should be goes alone. */
function requests(letters: readonly DeadLetter[]): DeadLetter[][] {
  const batches: DeadLetter[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const letter of letters) {
    const size = Buffer.byteLength(letter.body) + Buffer.byteLength(JSON.stringify(attributesOf(letter)));
    if (bytes + size > maximumMessageBytes) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(letter);
    bytes += size;
  }
  return batches;
}

/** Entries carry their place in the request as their id. */
function refusals(
  letters: readonly Pick<DeadLetter, 'id'>[],
  failed: readonly BatchResultErrorEntry[] | undefined,
): Refusal[] {
  return (failed ?? []).map(({ Id, Code, Message }) => ({
    messageId: letters[Number(Id)]?.id ?? `entry ${Id}`,
    reason: [Code, Message].filter((part) => part !== undefined && part !== '').join(': '),
  }));
}

/** A dead-letter queue and its source in SQS. Reads the answer of every entry. */
export function createSqsDeadLetterQueue(options: {
  client: SQSClient;
  deadLetterUrl: string;
  queueUrl: string;
}): DeadLetterQueue {
  const { client, deadLetterUrl, queueUrl } = options;
  const send = async (letters: readonly DeadLetter[]) => {
    const Entries = letters.map((letter, index) => ({
      Id: String(index),
      MessageBody: letter.body,
      MessageAttributes: attributesOf(letter),
    }));
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    return refusals(letters, answer.Failed);
  };
  return {
    async depth() {
      const name = 'ApproximateNumberOfMessages';
      const command = new GetQueueAttributesCommand({ QueueUrl: deadLetterUrl, AttributeNames: [name] });
      return Number((await client.send(command)).Attributes?.[name] ?? 0);
    },
    async receive(most) {
      const answer = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLetterUrl,
          MaxNumberOfMessages: most,
          VisibilityTimeout: hiddenSeconds,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
          MessageAttributeNames: ['All'],
        }),
      );
      return (answer.Messages ?? []).flatMap(deadLetterOf);
    },
    async sendBack(letters) {
      const refused: Refusal[] = [];
      for (const batch of requests(letters)) refused.push(...(await send(batch)));
      return refused;
    },
    async remove(letters) {
      const Entries = letters.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
      const answer = await client.send(new DeleteMessageBatchCommand({ QueueUrl: deadLetterUrl, Entries }));
      return refusals(letters, answer.Failed);
    },
    async release(letters) {
      const Entries = letters.map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: 0,
      }));
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: deadLetterUrl, Entries }));
    },
  };
}
