import { type ProfileQueueMessage, profileQueueMessageSchema } from '#contracts/queue-message.ts';
import { firstProblem } from '#domain/ingest/first-problem.ts';
import type { ReceivedMessage } from '../received-message.ts';

/** The content of a message of the event queue, or why it is none of ours. */
export function readMessage({ body }: Pick<ReceivedMessage, 'body'>): ProfileQueueMessage | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    return `the body is not JSON: ${error instanceof Error ? error.message : error}`;
  }
  const known = profileQueueMessageSchema.safeParse(parsed);
  return known.success ? known.data : firstProblem(known.error, parsed);
}
