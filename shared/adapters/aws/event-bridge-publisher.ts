import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type Transition, transitionSource } from '#contracts/transition.ts';
import { refuseLargerRequest, type TransitionPublisher } from '#ports/transition-publisher.ts';

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
      refuseLargerRequest(transitions);
      if (transitions.length === 0) return new Set();
      const answer = await options.client.send(new PutEventsCommand({ Entries: transitions.map(entry) }));
      const refused = transitions.filter((_, index) => answer.Entries?.[index]?.EventId === undefined);
      return new Set(refused.map((transition) => transition.id));
    },
  };
}
