import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type Transition, transitionSource } from '#contracts/transition.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';

/** Most entries of one PutEvents request. */
const entriesPerRequest = 10;

/** Publishes transitions on an EventBridge bus, reading each entry's answer: `PutEvents` succeeds even when entries fail. */
export function createEventBridgePublisher(options: {
  client: EventBridgeClient;
  busName: string;
}): TransitionPublisher {
  const entry = (transition: Transition): PutEventsRequestEntry => ({
    EventBusName: options.busName,
    Source: transitionSource,
    DetailType: transition.type,
    Detail: JSON.stringify(transition),
    Time: new Date(transition.occurredAt),
  });
  return {
    async publish(transitions) {
      const failed = new Set<string>();
      for (let from = 0; from < transitions.length; from += entriesPerRequest) {
        const batch = transitions.slice(from, from + entriesPerRequest);
        if (failed.size > 0) {
          // Going on would put a customer's later transitions before the refused one.
          for (const transition of batch) failed.add(transition.id);
          continue;
        }
        const answer = await options.client.send(new PutEventsCommand({ Entries: batch.map(entry) }));
        for (const [index, transition] of batch.entries()) {
          if (answer.Entries?.[index]?.EventId === undefined) failed.add(transition.id);
        }
      }
      return failed;
    },
  };
}
