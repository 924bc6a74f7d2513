import type { DirectMessage } from '#contracts/direct-message.ts';
import { decodeCloudEvents } from '#domain/ingest/decode-cloud-event.ts';
import { decodeEventBridgeEvent } from '#domain/ingest/decode-event-bridge-event.ts';
import { decodeSegmentRequest } from '#domain/ingest/decode-segment-request.ts';
import { type DecodedRequest, gatherDecoded } from '#domain/ingest/gather-decoded.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ReceivedMessage } from '../received-message.ts';

/**
 * Decodes what came to the queue by itself, with the code of the HTTP API: as if it had been received when it was sent, by a
 * request with the id of the message. Gives the reason where the message as a whole cannot be read.
 */
export function decodeDirectMessage(
  { plan, sources }: Pick<RetentionDefinitions, 'plan' | 'sources'>,
  message: DirectMessage,
  { firstId, sentMs }: Pick<ReceivedMessage, 'firstId' | 'sentMs'>,
): DecodedRequest | string {
  const { tenant, source } = message;
  const around = { tenant, source, receivedMs: sentMs, clock: 'live' as const, requestId: firstId };
  switch (message.kind) {
    case 'segment': {
      const decoded = decodeSegmentRequest(plan, 'batch', message, around);
      return decoded.kind === 'refused' ? decoded.message : decoded;
    }
    case 'cloudevents':
      return decodeCloudEvents(plan, message.events, around);
    case 'eventbridge': {
      const declared = sources.get(source);
      // Goes back to the queue: the rule may have been deployed some minutes before the function.
      if (declared === undefined) return `source: no EventBridge source is declared by the name ${source}`;
      return gatherDecoded([decodeEventBridgeEvent(plan, declared, message.event, around)]);
    }
  }
}
