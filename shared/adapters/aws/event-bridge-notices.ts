import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { transitionSource } from '#contracts/transition.ts';
import type { NoticePublisher } from '#ports/notice-publisher.ts';

/** Most entries of one request. Source: EventBridge API reference, PutEvents. */
const entriesPerRequest = 10;

/** Notices on an EventBridge bus. Reads the answer of every entry: `PutEvents` succeeds even when entries fail. */
export function createEventBridgeNotices(options: { client: EventBridgeClient; busName: string }): NoticePublisher {
  return {
    async publish(notices) {
      for (let from = 0; from < notices.length; from += entriesPerRequest) {
        const part = notices.slice(from, from + entriesPerRequest);
        const Entries = part.map((notice) => ({
          EventBusName: options.busName,
          Source: transitionSource,
          DetailType: notice.type,
          Detail: JSON.stringify(notice),
          Time: new Date(notice.occurredAt),
        }));
        const answer = await options.client.send(new PutEventsCommand({ Entries }));
        const refused = part.filter((_, index) => answer.Entries?.[index]?.EventId === undefined);
        if (refused.length > 0)
          throw new Error(`Cannot publish ${refused.length} of ${part.length} notices: the bus refused them`);
      }
    },
  };
}
