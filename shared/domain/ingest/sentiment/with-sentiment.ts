import type { CanonicalEvent } from '#contracts/canonical-event.ts';

/** The property in which Holdfast keeps how kind the text of an event is, from −1 to 1. */
export const sentimentProperty = 'holdfastSentiment';

/**
 * An event with the sentiment that was found in it, or with none. What a sender has put into that property does not
 * count: the sentiment of an event is what Holdfast says, once, before the event is archived.
 */
export function withSentiment(event: CanonicalEvent, sentiment: number | null): CanonicalEvent {
  if (sentiment !== null) return { ...event, properties: { ...event.properties, [sentimentProperty]: sentiment } };
  if (!Object.hasOwn(event.properties, sentimentProperty)) return event;
  const { [sentimentProperty]: _sent, ...properties } = event.properties;
  return { ...event, properties };
}
