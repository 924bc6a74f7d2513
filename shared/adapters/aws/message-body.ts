import { queueJson } from '#contracts/queue-json.ts';

/** Most bytes of one message, and of one request. */
export const maximumMessageBytes = 256 * 1024;

/** Message → the JSON that lies in the queue. Throws, with both sizes, if it is too large for any request. */
export function messageBody(message: unknown): string {
  const body = queueJson(message);
  const bytes = Buffer.byteLength(body);
  if (bytes > maximumMessageBytes) {
    throw new Error(`Cannot send a message: ${bytes} bytes, SQS takes ${maximumMessageBytes}`);
  }
  return body;
}
