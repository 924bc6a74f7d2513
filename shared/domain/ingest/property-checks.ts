import type { Json } from '#contracts/json.ts';
import type { EventDeclaration } from './event-declaration.ts';
import { amountTypeOf } from './money-of-event.ts';
import { checkOf, optional, type Policy, type PropertyDeclaration } from './property-declaration.ts';
import { currencyCode } from './property-types.ts';

/** The check of one property. */
export type PropertyCheck = {
  readonly name: string;
  readonly declared: PropertyDeclaration;
  readonly whenWrong: Policy;
  /** Whether the value that came, or came not, is right. */
  readonly isRight: (value: Json | undefined) => boolean;
};

/**
 * What an event declares, the properties of its money included: whether there is an amount, and which, is asked
 * elsewhere, but each that is there must be one.
 */
export function allProperties(event: EventDeclaration): Record<string, PropertyDeclaration> {
  const carried: Record<string, PropertyDeclaration> = {};
  for (const name of event.money?.amounts ?? []) carried[name] = optional(amountTypeOf(event));
  if (event.money !== null) carried[event.money.currency] = optional(currencyCode());
  return { ...event.properties, ...carried };
}

/**
 * The checks of an event's properties, as closures: made when it is declared, so that taking an event in makes none.
 */
export function propertyChecks(event: EventDeclaration): PropertyCheck[] {
  const isMoney = (name: string) =>
    event.money !== null && [...event.money.amounts, event.money.currency].includes(name);
  return Object.entries(allProperties(event)).map(([name, declared]) => ({
    name,
    declared,
    whenWrong: isMoney(name) ? 'allow and report' : (declared.whenWrong ?? event.whenWrong),
    isRight: checkOf(declared),
  }));
}
