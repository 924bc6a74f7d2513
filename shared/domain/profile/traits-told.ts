import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import { consentTrait } from '#domain/ingest/consent-properties.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';

/**
 * The traits that an event tells of its customer, or null: those of an identify call, and the answer of a track event
 * that the plan takes for a change of consent.
 */
export function traitsTold(
  plan: TrackingPlan,
  event: Pick<CanonicalEvent, 'type' | 'name' | 'properties'>,
): JsonObject | null {
  if (event.type === 'identify') return event.properties;
  if (event.type !== 'track') return null;
  const consent = plan.events.get(event.name)?.consent ?? null;
  return consent === null ? null : consentTrait(consent, event.properties);
}
