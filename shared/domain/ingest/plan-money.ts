import { type ExchangeRate, exchangeRate } from './exchange-rate.ts';

/**
 * In which currency a deployment counts, and what others are worth in it: an amount in EUR times `rates.EUR` is one in
 * it.
 */
export type MoneyDeclaration = { readonly currency: string; readonly rates?: Readonly<Record<string, number>> };

/** Declared currencies by their code in capital letters; null stands for the currency that is counted in. */
export type PlanMoney = { readonly currency: string; readonly rates: ReadonlyMap<string, ExchangeRate | null> };

const codeForm = /^[A-Za-z]{3}$/;

function codeOf(text: string): string {
  if (codeForm.test(text)) return text.toUpperCase();
  throw new Error(`Cannot declare the currency "${text}": a code is three letters, such as EUR`);
}

/**
 * Checks the currencies of a plan. Throws on a code that is none, one that is declared twice, and a rate that is none.
 */
export function planMoney(declared: MoneyDeclaration): PlanMoney {
  const currency = codeOf(declared.currency);
  const rates = new Map<string, ExchangeRate | null>([[currency, null]]);
  for (const [name, number] of Object.entries(declared.rates ?? {})) {
    const code = codeOf(name);
    if (code === currency && number === 1) continue;
    if (rates.has(code)) throw new Error(`Cannot declare the currency ${code} twice`);
    const rate = exchangeRate(number);
    if (rate === null)
      throw new Error(`Cannot declare the rate of ${code}: it must be a number above 0, got ${number}`);
    rates.set(code, rate);
  }
  return { currency, rates };
}
