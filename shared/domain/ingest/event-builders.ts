import type { Meaning } from '#contracts/moment.ts';
import { consentAnswer, consentChannel } from './consent-properties.ts';
import type { ConsentProperties, EventDeclaration, MoneyProperties } from './event-declaration.ts';
import { optional, type Policy, type PropertyDeclaration, required } from './property-declaration.ts';

/** What may be said of any event. */
export type EventOptions = {
  /** 1 or more; counts up when the properties change. */
  readonly version?: number;
  /** Older or other names; such an event is taken under the name that is declared. */
  readonly aliases?: readonly string[];
  readonly description?: string;
  /** `required(…)` and `optional(…)` by name. Properties that are not declared are taken as they are. */
  readonly properties?: Readonly<Record<string, PropertyDeclaration>>;
  /** What happens when a property is missing or wrong; `allow and report` unless told otherwise. */
  readonly whenWrong?: Policy;
  /**
   * The property with a text of the customer, in English, whose sentiment is to be kept, for features that ask for it; of
   * several, the first that holds a text.
   */
  readonly sentiment?: string | readonly string[];
  /** Whether it counts as a sign of life, where that differs from what events of the kind usually are. */
  readonly isActivity?: boolean;
};

/** What may be said of an event with money. */
export type MoneyOptions = EventOptions & {
  /** The property with the amount in major units; of several, the first that is there. */
  readonly amount: string | readonly string[];
  /** The property with the currency code: `currency` unless told otherwise. */
  readonly currency?: string;
  /** What happens when the amount is missing or wrong: `block` unless told otherwise. */
  readonly whenAmountWrong?: MoneyProperties['whenWrong'];
};

type Kind = Pick<EventDeclaration, 'meaning' | 'isActivity'> & Partial<Pick<EventDeclaration, 'money' | 'consent'>>;

function listOf(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}

function declare(name: string, options: EventOptions, kind: Kind): EventDeclaration {
  return {
    name,
    version: options.version ?? 1,
    aliases: options.aliases ?? [],
    description: options.description ?? '',
    meaning: kind.meaning,
    isActivity: options.isActivity ?? kind.isActivity,
    money: kind.money ?? null,
    consent: kind.consent ?? null,
    sentiment: listOf(options.sentiment ?? []),
    properties: options.properties ?? {},
    whenWrong: options.whenWrong ?? 'allow and report',
  };
}

function moneyOf(options: MoneyOptions): MoneyProperties {
  return {
    amounts: listOf(options.amount),
    currency: options.currency ?? 'currency',
    whenWrong: options.whenAmountWrong ?? 'block',
  };
}

/** Something the customer did, and nothing more: a sign of life. */
export function activity(name: string, options: EventOptions = {}): EventDeclaration {
  return declare(name, options, { meaning: null, isActivity: true });
}

/** Something that happened without the customer's doing: no sign of life. */
export function occurrence(name: string, options: EventOptions = {}): EventDeclaration {
  return declare(name, options, { meaning: null, isActivity: false });
}

/** An order that was paid. */
export function purchase(name: string, options: MoneyOptions): EventDeclaration {
  return declare(name, options, { meaning: 'purchase', isActivity: true, money: moneyOf(options) });
}

/** Money that went back to the customer: the amount is 0 or more. Not a sign of life. */
export function refund(name: string, options: MoneyOptions): EventDeclaration {
  return declare(name, options, { meaning: 'refund', isActivity: false, money: moneyOf(options) });
}

function builder(meaning: Meaning, isActivity: boolean) {
  return (name: string, options: EventOptions = {}) => declare(name, options, { meaning, isActivity });
}

/** Something was put into a cart, or a checkout was begun. */
export const cart = builder('cart', true);

/** The customer asked for help. */
export const ticket = builder('ticket', true);

/** A request for help was answered for good; not a sign of life. */
export const ticketResolved = builder('ticket resolved', false);

/** The customer ended a subscription, or the account; not a sign of life. */
export const cancellation = builder('cancellation', false);

/** The customer used a part of the product that is worth counting. */
export const featureUse = builder('feature use', true);

/** A payment did not go through; not a sign of life. */
export const paymentFailure = builder('payment failure', false);

/** The customer moved to another plan. */
export const planChange = builder('plan change', true);

/** The customer invited somebody. */
export const invitation = builder('invitation', true);

/** The customer came to the end of what the plan allows. */
export const limitHit = builder('limit hit', true);

/** The customer opened an account. */
export const signup = builder('signup', true);

/** The customer signed in. */
export const login = builder('login', true);

/** A trial began. */
export const trialStart = builder('trial start', true);

/** A trial came to its end; not a sign of life. */
export const trialEnd = builder('trial end', false);

/** A subscription began. */
export const subscriptionStart = builder('subscription start', true);

/** The customer wrote a review, or gave a rating. */
export const review = builder('review', true);

/**
 * The customer said whether to be written to. Channel and answer are given here, or by the properties that carry them.
 * The answer becomes the trait `emailConsent` for the channel `email`, `marketingConsent` for `marketing`, and so on;
 * an event that does not say it clearly is set aside. A channel property that is left out means `marketing`.
 */
export function consentChange(name: string, options: EventOptions & ConsentProperties): EventDeclaration {
  const { channel, granted } = options;
  const carried: Record<string, PropertyDeclaration> = {};
  if ('property' in channel) carried[channel.property] = optional(consentChannel(), { whenWrong: 'block' });
  if (typeof granted !== 'boolean') carried[granted.property] = required(consentAnswer(), { whenWrong: 'block' });
  return declare(
    name,
    { ...options, properties: { ...options.properties, ...carried } },
    { meaning: 'consent change', isActivity: false, consent: { channel, granted } },
  );
}
