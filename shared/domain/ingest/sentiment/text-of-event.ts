import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';

/** The text whose sentiment an event tells, by the plan: the first of the declared properties that holds one; or null. */
export function textOfEvent(
  plan: TrackingPlan,
  event: Pick<CanonicalEvent, 'type' | 'name' | 'properties'>,
): string | null {
  if (event.type !== 'track') return null;
  for (const name of plan.events.get(event.name)?.sentiment ?? []) {
    const text = event.properties[name];
    if (typeof text === 'string' && text.trim() !== '') return text;
  }
  return null;
}
