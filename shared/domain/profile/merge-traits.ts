import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Trait, Traits } from '#contracts/trait.ts';

/** Most traits kept for one customer; further names are dropped, the alphabetically first are kept. */
export const maximumTraits = 50;

/** Longest trait value, as JSON text; a longer one is dropped. */
export const maximumTraitLength = 1_000;

/** Longest trait name; a longer one is dropped, because all traits of a customer have to fit one item of 400 KB. */
const maximumTraitNameLength = 200;

function wins(challenger: Trait, holder: Trait | undefined): boolean {
  if (holder === undefined) return true;
  if (challenger.timeMs !== holder.timeMs) return challenger.timeMs > holder.timeMs;
  return challenger.eventId > holder.eventId;
}

/**
 * Takes the traits of identify events in: for each trait the value with the greatest (time, event id) wins, so that
 * neither order nor repetition of the events matters. Other events are passed over.
 */
export function mergeTraits(traits: Traits, events: readonly CanonicalEvent[]): Traits {
  const merged = new Map<string, Trait>(Object.entries(traits));
  for (const event of events) {
    if (event.type !== 'identify') continue;
    for (const [name, value] of Object.entries(event.properties)) {
      const trait: Trait = { value, timeMs: event.timeMs, eventId: event.id };
      if (name.length > maximumTraitNameLength || JSON.stringify(value).length > maximumTraitLength) continue;
      if (wins(trait, merged.get(name))) merged.set(name, trait);
    }
  }
  const kept = [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, maximumTraits);
  return Object.fromEntries(kept);
}

/** The value of a trait if it is a text that is not empty, else null. */
export function textTrait(traits: Traits, name: string): string | null {
  const value = traits[name]?.value;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
