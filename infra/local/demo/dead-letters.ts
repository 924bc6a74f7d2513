import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** How many messages lie in the dead-letter queues that the stacks name among their outputs, by output. */
export async function countDeadLetters(
  queues: SQSClient,
  outputs: Readonly<Record<string, string>>,
): Promise<Record<string, number>> {
  const named = Object.entries(outputs).filter(([name]) => name.endsWith('DeadLetterQueueUrl'));
  const counts = named.map(async ([name, QueueUrl]): Promise<[string, number]> => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
    const { Attributes } = await queues.send(command);
    return [name, Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0)];
  });
  return Object.fromEntries(await Promise.all(counts));
}
