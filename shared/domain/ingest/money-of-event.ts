import type { JsonObject } from '#contracts/json.ts';
import { amount, amountFromZero, amountMinor } from './amount-minor.ts';
import type { EventDeclaration, MoneyProperties } from './event-declaration.ts';
import { convertToMinor } from './exchange-rate.ts';
import type { PlanMoney } from './plan-money.ts';
import type { PropertyType } from './property-type.ts';

/** What is wrong with the money of an event: the property, what it must be, and what it is. */
export type MoneyProblem = {
  readonly property: string;
  readonly must: string;
  readonly value: JsonObject[string] | undefined;
};

export type EventMoney =
  | { readonly kind: 'money'; readonly minor: number }
  | { readonly kind: 'problem'; readonly problem: MoneyProblem };

/** What the amount of an event must be. */
export function amountTypeOf({ meaning }: Pick<EventDeclaration, 'meaning'>): PropertyType {
  return meaning === 'refund' ? amountFromZero() : amount();
}

/** The property that carries the amount: of those declared, the first that is there; null if none is. */
export function amountProperty({ amounts }: MoneyProperties, properties: JsonObject): string | null {
  for (const name of amounts) {
    const value = properties[name];
    if (value !== undefined && value !== null) return name;
  }
  return null;
}

function problem(property: string, must: string, value: MoneyProblem['value']): EventMoney {
  return { kind: 'problem', problem: { property, must, value } };
}

/** The currencies that a plan knows, for people: `EUR, USD`. */
export function knownCurrencies(money: PlanMoney): string {
  return [...money.rates.keys()].toSorted().join(', ');
}

/**
 * The money of an event in minor units of the plan's currency; as it is where the plan declares none. An amount in
 * another currency is converted by the declared rate, half a cent away from zero.
 */
export function moneyOfEvent(
  planMoney: PlanMoney | null,
  declared: Pick<EventDeclaration, 'meaning'> & { readonly money: MoneyProperties },
  properties: JsonObject,
): EventMoney {
  const { money } = declared;
  const type = amountTypeOf(declared);
  const name = amountProperty(money, properties);
  if (name === null) {
    const told = money.amounts.map((one) => properties[one]).find((one) => one !== undefined);
    return problem(money.amounts.join(' or '), type.must, told);
  }
  const value = properties[name];
  if (value === undefined || !type.accepts(value)) return problem(name, type.must, value);
  const currency = planMoney === null ? undefined : properties[money.currency];
  const tooLarge = () => problem(name, `${type.must}, not larger than ten thousand million`, value);
  if (planMoney === null || currency === undefined || currency === null) {
    const minor = amountMinor(value);
    return minor === null ? tooLarge() : { kind: 'money', minor };
  }
  const rate = typeof currency === 'string' ? planMoney.rates.get(currency.toUpperCase()) : undefined;
  if (rate === undefined) {
    const must = `a currency with a declared rate (${knownCurrencies(planMoney)})`;
    return problem(money.currency, must, currency);
  }
  const isDecimal = typeof value === 'string' || typeof value === 'number';
  const minor = rate === null || !isDecimal ? amountMinor(value) : convertToMinor(value, rate);
  return minor === null ? tooLarge() : { kind: 'money', minor };
}
