import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { type SentenceScore, sentimentOf } from '#domain/ingest/sentiment/sentiment-of.ts';
import { textOfEvent } from '#domain/ingest/sentiment/text-of-event.ts';
import { withSentiment } from '#domain/ingest/sentiment/with-sentiment.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { GroupedMessages } from './group-by-customer.ts';

let lexicon: SentenceScore | null = null;

/** Loads the lexicon, which weighs half as much as all the rest of a function: whoever receives no text never does. */
export async function sentimentLexicon(): Promise<SentenceScore> {
  if (lexicon !== null) return lexicon;
  const { default: vader } = await import('vader-sentiment');
  lexicon = (sentence) => vader.SentimentIntensityAnalyzer.polarity_scores(sentence).compound;
  return lexicon;
}

/** The accepted events of a batch that change by it. */
async function scored(plan: TrackingPlan, { accepted }: Pick<GroupedMessages, 'accepted'>) {
  const changed = new Map<CanonicalEvent, CanonicalEvent>();
  for (const { event } of accepted) {
    const text = textOfEvent(plan, event);
    const own = withSentiment(event, text === null ? null : sentimentOf(await sentimentLexicon(), text));
    if (own !== event) changed.set(event, own);
  }
  return changed;
}

/**
 * Writes into every event of a batch that is not in the archive yet how kind its text is. So the archive, what is folded
 * from it again and what is counted now agree for ever, also when the lexicon or the plan has changed since.
 *
 * All texts of the largest batch, 6 MB, take less time than counting as many events without: worst texts 2.3 µs a byte, events
 * 2.8 µs (event-consumption.ts).
 */
export async function scoreTexts(plan: TrackingPlan, received: GroupedMessages): Promise<GroupedMessages> {
  const changed = await scored(plan, received);
  if (changed.size === 0) return received;
  const current = (event: CanonicalEvent) => changed.get(event) ?? event;
  return {
    ...received,
    accepted: received.accepted.map((one) => ({ ...one, event: current(one.event) })),
    groups: received.groups.map((group) => ({ ...group, events: group.events.map(current) })),
  };
}
