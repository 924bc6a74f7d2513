import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json, JsonObject } from '#contracts/json.ts';
import type { Trait, Traits } from '#contracts/trait.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { decisionTraits } from './decision-traits.ts';
import { traitsTold } from './traits-told.ts';

/** Most traits kept for one customer: those that decisions read, then the alphabetically first; the rest is dropped. */
export const maximumTraits = 50;

/** Longest trait value, as JSON text; a longer one is dropped, or kept as `tooLong` where a decision reads it. */
export const maximumTraitLength = 1_000;

/** Longest trait name; a longer one is dropped, because all traits of a customer have to fit one item of 400 KB. */
const maximumTraitNameLength = 200;

function wins(challenger: Trait, holder: Trait | undefined): boolean {
  if (holder === undefined) return true;
  if (challenger.timeMs !== holder.timeMs) return challenger.timeMs > holder.timeMs;
  return challenger.eventId > holder.eventId;
}

/** Stands for a value that is too long to keep. No decision takes it for a yes, a no or an address. */
const tooLong = '(too long)';

/** Who reads what is stored does not get members of this name back: what is folded must not have them either. */
const lostName = '__proto__';

function withoutLostNames(text: string): Json {
  return JSON.parse(text, (name, value) => (name === lostName ? undefined : value));
}

/** The value to keep, or null for a trait to drop. A consent that is too long must not turn into no consent at all. */
function keptValue(name: string, value: Json): { value: Json } | null {
  if (name.length > maximumTraitNameLength || name === lostName) return null;
  const text = JSON.stringify(value);
  if (text.length <= maximumTraitLength) return { value: text.includes(lostName) ? withoutLostNames(text) : value };
  return decisionTraits.has(name) ? { value: tooLong } : null;
}

function rank(name: string): number {
  return decisionTraits.has(name) ? 0 : 1;
}

/** Keeps as many as may be kept: which, depends on their names alone. */
function cut(traits: ReadonlyMap<string, Trait>): Traits {
  const ranked = [...traits].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(ranked.slice(0, maximumTraits).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Takes in what one event told. */
function take(merged: Map<string, Trait>, told: JsonObject, { timeMs, id }: CanonicalEvent): void {
  for (const [name, value] of Object.entries(told)) {
    const kept = keptValue(name, value);
    if (kept === null) continue;
    const trait: Trait = { ...kept, timeMs, eventId: id };
    if (wins(trait, merged.get(name))) merged.set(name, trait);
  }
}

/**
 * Takes the traits in that events tell of their customer (`traitsTold`): for each trait the value with the greatest (time, event
 * id) wins, so that neither order nor repetition of the events matters. Other events are passed over.
 */
export function mergeTraits(plan: TrackingPlan, traits: Traits, events: readonly CanonicalEvent[]): Traits {
  const merged = new Map<string, Trait>(Object.entries(traits));
  for (const event of events) take(merged, traitsTold(plan, event) ?? {}, event);
  return cut(merged);
}

/** The same for what group events tell of their account. */
export function mergeAccountTraits(traits: Traits, events: readonly CanonicalEvent[]): Traits {
  const merged = new Map<string, Trait>(Object.entries(traits));
  for (const event of events) take(merged, event.type === 'group' ? event.properties : {}, event);
  return cut(merged);
}

/** The traits of two profiles that become one: for each trait the value with the greatest (time, event id) wins. */
export function joinTraits(a: Traits, b: Traits): Traits {
  const merged = new Map<string, Trait>(Object.entries(a));
  for (const [name, trait] of Object.entries(b)) {
    if (wins(trait, merged.get(name))) merged.set(name, trait);
  }
  return cut(merged);
}

/** The value of a trait if it is a text that is not empty, else null. */
export function textTrait(traits: Traits, name: string): string | null {
  const value = traits[name]?.value;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
