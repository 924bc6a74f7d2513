import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json } from '#contracts/json.ts';
import type { Meaning } from '#contracts/moment.ts';

/** What an event of one name means. Whatever is an activity counts as a sign of life. */
export type EventMeaning = {
  readonly eventName: string;
  readonly meaning: Meaning;
  /** The property that carries money, in major units (12.34), or null. */
  readonly amountProperty: string | null;
  readonly isActivity: boolean;
};

/** What the events of a deployment mean; events of other names count as activity and nothing else. */
export type TrackingPlan = { readonly meanings: ReadonlyMap<string, EventMeaning> };

/** Largest amount of one event, in minor units: keeps sums of thousands of events exact. */
export const maximumAmountMinor = 1_000_000_000_000;

/** An order that was paid: `amount` names the property with the money, in major units. */
export function purchase(eventName: string, options: { amount: string }): EventMeaning {
  return { eventName, meaning: 'purchase', amountProperty: options.amount, isActivity: true };
}

/** Money that went back to the customer: `amount` names the property, in major units, as a positive number. */
export function refund(eventName: string, options: { amount: string }): EventMeaning {
  return { eventName, meaning: 'refund', amountProperty: options.amount, isActivity: false };
}

/** Something was put into a cart, or a checkout was begun. */
export function cart(eventName: string): EventMeaning {
  return { eventName, meaning: 'cart', amountProperty: null, isActivity: true };
}

/** The customer asked for help. */
export function ticket(eventName: string): EventMeaning {
  return { eventName, meaning: 'ticket', amountProperty: null, isActivity: true };
}

/** The customer ended a subscription; not a sign of life. */
export function cancellation(eventName: string): EventMeaning {
  return { eventName, meaning: 'cancellation', amountProperty: null, isActivity: false };
}

/** Declares what events mean. Throws if a name is declared twice. */
export function trackingPlan(declared: readonly EventMeaning[]): TrackingPlan {
  const byName = new Map<string, EventMeaning>();
  for (const one of declared) {
    if (byName.has(one.eventName)) throw new Error(`Cannot declare the event twice: ${one.eventName}`);
    byName.set(one.eventName, one);
  }
  return { meanings: byName };
}

const decimalPattern = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$/;

/**
 * Reads money in major units (a number, or a decimal string) as minor units, half a cent away from zero; null if it is
 * none.
 */
export function amountMinor(value: Json | undefined): number | null {
  const major = typeof value === 'string' && decimalPattern.test(value) ? Number(value) : value;
  if (typeof major !== 'number' || !Number.isFinite(major)) return null;
  // The tiny part undoes binary fractions such as 1.005 × 100 = 100.49999999999999.
  const minor = Math.round(Math.abs(major) * 100 * (1 + Number.EPSILON));
  if (minor > maximumAmountMinor) return null;
  return major < 0 && minor > 0 ? -minor : minor;
}

/**
 * Checks an event against the plan: what it means, the money it carries, and whether it is a sign of life.
 * `problem` says what is wrong, with the value, when the plan is broken.
 */
export function interpret(
  plan: TrackingPlan,
  event: Pick<CanonicalEvent, 'type' | 'name' | 'properties' | 'context'>,
):
  | { kind: 'means'; meaning: Meaning | null; isActivity: boolean; minor: number }
  | { kind: 'problem'; detail: string } {
  const inForeground = event.context['active'] !== false;
  if (event.type === 'page' || event.type === 'screen') {
    return { kind: 'means', meaning: null, isActivity: inForeground, minor: 0 };
  }
  if (event.type !== 'track') return { kind: 'means', meaning: null, isActivity: false, minor: 0 };
  const declared = plan.meanings.get(event.name);
  if (declared === undefined) return { kind: 'means', meaning: null, isActivity: inForeground, minor: 0 };
  const isActivity = declared.isActivity && inForeground;
  if (declared.amountProperty === null) return { kind: 'means', meaning: declared.meaning, isActivity, minor: 0 };
  const value = event.properties[declared.amountProperty];
  const minor = amountMinor(value);
  if (minor === null) {
    const shown = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80);
    return { kind: 'problem', detail: `properties.${declared.amountProperty} must be an amount of money: ${shown}` };
  }
  if (declared.meaning === 'refund' && minor < 0) {
    const rule = 'must be the money that went back, 0 or more';
    return { kind: 'problem', detail: `properties.${declared.amountProperty} ${rule}: ${JSON.stringify(value)}` };
  }
  return { kind: 'means', meaning: declared.meaning, isActivity, minor };
}
