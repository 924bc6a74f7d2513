import type { Meaning } from '#contracts/moment.ts';
import { nameProblem, type Policy, type PropertyDeclaration } from './property-declaration.ts';
import { sentimentProperty } from './sentiment/with-sentiment.ts';

/** Which properties carry the money of an event. */
export type MoneyProperties = {
  /** The first of these that is there is the amount, in major units (12.34). */
  readonly amounts: readonly string[];
  /** The property with the currency code; without it, the currency of the plan is meant. */
  readonly currency: string;
  /** What happens when the amount is missing or none. `allow and report` counts it as 0. */
  readonly whenWrong: 'block' | 'allow and report';
};

/** Which properties carry an answer of the customer to being written to. */
export type ConsentProperties = {
  /** The channel itself, or the property that names it. */
  readonly channel: { readonly is: string } | { readonly property: string };
  /** The answer itself, or the property that holds it. */
  readonly granted: boolean | { readonly property: string };
};

/** An event by its name: what it means, what it carries, and what happens when it carries something else. */
export type EventDeclaration = {
  readonly name: string;
  /** 1 or more; counts up when the properties change. */
  readonly version: number;
  /** Older or other names of the same event. */
  readonly aliases: readonly string[];
  readonly description: string;
  /** Null: a sign of life at most. */
  readonly meaning: Meaning | null;
  /** Whether it counts as a sign of life of the customer. */
  readonly isActivity: boolean;
  readonly money: MoneyProperties | null;
  readonly consent: ConsentProperties | null;
  /** Properties with a text of the customer whose sentiment is kept: the first of these that holds one. */
  readonly sentiment: readonly string[];
  readonly properties: Readonly<Record<string, PropertyDeclaration>>;
  /** For properties that do not say it themselves. */
  readonly whenWrong: Policy;
};

/** Most properties that one event declares. */
const maximumProperties = 200;

const longestName = 200;

function eventNameProblem(name: string): string | null {
  if (name.trim() !== name || name === '') return 'a name may not be empty, nor begin or end with a blank';
  return name.length > longestName ? `a name has at most ${longestName} characters, got ${name.length}` : null;
}

function moneyProblem({ money, properties }: EventDeclaration): string | null {
  if (money === null) return null;
  if (money.amounts.length === 0) return 'no property is named for the amount';
  const names = [...money.amounts, money.currency];
  const bad = names.map(nameProblem).find((problem) => problem !== null);
  if (bad !== undefined) return bad;
  if (new Set(names).size !== names.length) return `a property is named twice for its money: ${names.join(', ')}`;
  const both = names.find((name) => Object.hasOwn(properties, name));
  return both === undefined ? null : `"${both}" carries its money and is declared so; leave it out of the properties`;
}

function consentProblem({ consent }: EventDeclaration): string | null {
  if (consent === null) return null;
  const { channel, granted } = consent;
  if ('is' in channel) return /[a-z]/i.test(channel.is) ? null : `its channel must have a name, got "${channel.is}"`;
  const isOne = typeof granted !== 'boolean' && granted.property === channel.property;
  return isOne ? `"${channel.property}" cannot carry both the channel and the answer` : null;
}

function sentimentProblem({ sentiment, money, properties }: EventDeclaration): string | null {
  if (new Set(sentiment).size !== sentiment.length) return `a text is named twice: ${sentiment.join(', ')}`;
  const reserved = [...sentiment, ...Object.keys(properties)].find((name) => name === sentimentProperty);
  if (reserved !== undefined) return `"${reserved}" is kept for what Holdfast finds in a text`;
  const paid = sentiment.find((name) => money?.amounts.includes(name) || money?.currency === name);
  return paid === undefined ? null : `"${paid}" carries its money and is no text`;
}

function problemOf(event: EventDeclaration): string | null {
  if (!Number.isSafeInteger(event.version) || event.version < 1) {
    return `its version must be a whole number of at least 1, got ${event.version}`;
  }
  const names = Object.keys(event.properties);
  if (names.length > maximumProperties) return `it has ${names.length} properties, the limit is ${maximumProperties}`;
  const problems = [
    ...[event.name, ...event.aliases].map(eventNameProblem),
    ...names.map(nameProblem),
    ...event.sentiment.map(nameProblem),
    sentimentProblem(event),
    moneyProblem(event),
    consentProblem(event),
  ];
  return problems.find((problem) => problem !== null) ?? null;
}

/** Throws, with the reason, if an event cannot be declared so. */
export function checkDeclaration(event: EventDeclaration): void {
  const problem = problemOf(event);
  if (problem !== null) throw new Error(`Cannot declare the event "${event.name}": ${problem}`);
}
