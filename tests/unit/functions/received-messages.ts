import type { ReceivedMessage } from '#functions/received-message.ts';
import { nowMs } from './example-events.ts';

/** A message that was sent now and was never moved. */
export function receivedMessage(id: string, body: string, more: Partial<ReceivedMessage> = {}): ReceivedMessage {
  return { id, body, firstId: id, sentMs: nowMs, ...more };
}
