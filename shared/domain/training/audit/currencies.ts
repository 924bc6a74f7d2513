import type { JsonObject } from '#contracts/json.ts';
import type { PlanMoney } from '#domain/ingest/plan-money.ts';
import { plannedEvent } from '#domain/ingest/tracking-plan.ts';
import type { AuditedItem } from './audited-item.ts';
import { BoundedCounts } from './bounded-counts.ts';
import { type Block, countFigure, type Finding, finding, shareOf } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { countText, partText } from './wording.ts';

/** Money beyond the main currency of more than this share spoils every sum of money. */
const problemShare = 0.01;

const maximumCurrencies = 500;

const missing = '(none)';

const about = { check: 'currencies', title: 'Mixed currencies' };

const symbols = new Map([
  ['$', 'USD'],
  ['US$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
]);

/** The currency that an event names, as it is written; null if it names none. */
function currencyIn(properties: JsonObject, property: string): string | null {
  const value = properties[property];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function codeOf(spelling: string): string {
  return symbols.get(spelling) ?? spelling.toUpperCase();
}

/** What was counted: spellings, and payments that name no currency. */
type Counted = { readonly spellings: BoundedCounts; readonly unnamed: number; readonly planMoney: PlanMoney | null };

/** What cannot be added up: money in currencies that nothing converts, and what hides behind spellings. */
function troubleIn({ spellings, unnamed, planMoney }: Counted) {
  const byCode = new Map<string, { total: number; most: number }>();
  for (const { name, count } of spellings.descending) {
    const code = codeOf(name);
    const own = byCode.get(code) ?? { total: 0, most: 0 };
    byCode.set(code, { total: own.total + count, most: Math.max(own.most, count) });
  }
  const largest = [...byCode].sort(([, a], [, b]) => b.total - a.total)[0]?.[0] ?? null;
  const main = planMoney?.currency ?? largest;
  const isForeign = (code: string) => (planMoney === null ? code !== main : !planMoney.rates.has(code));
  let [foreign, misspelt] = [spellings.beyond, 0];
  for (const [code, { total, most }] of byCode) {
    if (isForeign(code)) foreign += total;
    misspelt += total - most;
  }
  // Where the plan names a currency, an amount without one is in it.
  const doubtful = planMoney === null && byCode.size > 0 ? unnamed : 0;
  return { main, currencies: byCode.size, foreign, misspelt, doubtful };
}

function cleanSummary(main: string | null, currencies: number): string {
  if (main === null) return 'no payment names a currency: all are taken as one';
  return currencies > 1 ? `all money is in ${main}, or converted to it by the plan` : `all money is in ${main}`;
}

function judge(counted: Counted, examples: readonly string[]): Finding {
  const { spellings, unnamed } = counted;
  const money = spellings.total + unnamed;
  const { main, currencies, foreign, misspelt, doubtful } = troubleIn(counted);
  const isSpoilt = shareOf(foreign, money) > problemShare;
  const isClean = foreign === 0 && misspelt === 0 && doubtful === 0;
  const reason = `${countText(foreign)} payments are in another currency than ${main}, so that money cannot be added up`;
  const blocks: Block[] = [
    { use: 'clusters', reason },
    { use: 'churn model', reason },
  ];
  const troubles = [
    ...(foreign > 0 ? [`${partText(foreign, money, 'payments')} are not in ${main}`] : []),
    ...(misspelt > 0 ? [`${partText(misspelt, money, 'payments')} spell the currency in a second way`] : []),
    ...(doubtful > 0 ? [`${partText(doubtful, money, 'payments')} name no currency`] : []),
  ];
  return finding({
    ...about,
    verdict: isSpoilt ? 'problem' : isClean ? 'ok' : 'warning',
    summary: isClean ? cleanSummary(main, currencies) : troubles.join('; '),
    figures: [
      countFigure('payments and returns', money),
      countFigure('in another currency', foreign),
      countFigure('without a currency', unnamed),
      countFigure('second spellings', misspelt),
    ],
    breakdowns: spellings.size === 0 ? [] : [spellings.breakdown('payments by currency')],
    examples: isClean ? [] : examples,
    advice: isClean
      ? 'Nothing to do.'
      : 'Send every amount with its ISO 4217 code, and declare the rates in the tracking plan (money) before amounts are added up.',
    approximate: spellings.approximate,
    blocks: isSpoilt ? blocks : [],
  });
}

/** Money in more than one currency that nothing converts, or in one that is written in several ways. */
export const startCurrencies: StartCheck<AuditedItem> = ({ definitions: { plan } }): Fold<AuditedItem> => {
  const spellings = new BoundedCounts(maximumCurrencies);
  const examples = new Examples();
  const namingNone = new Examples();
  let first: string | null = null;
  let unnamed = 0;
  return {
    take(item) {
      if (item.kind !== 'event' || item.event.type !== 'track') return;
      const money = plannedEvent(plan, item.event.name)?.money ?? null;
      if (money === null) return;
      const spelling = currencyIn(item.event.properties, money.currency);
      if (spelling === null) {
        unnamed += 1;
        // Where the plan names a currency, an amount without one is in it.
        if (plan.money === null) namingNone.add(() => `${item.event.name} ${item.event.id}: ${missing}`);
        return;
      }
      spellings.add(spelling);
      first ??= spelling;
      if (spelling !== first)
        examples.add(() => `${item.event.name} ${item.event.id}: ${spelling}, the first was ${first}`);
    },
    finding() {
      const shown = [...examples.texts, ...namingNone.texts].slice(0, 5);
      if (spellings.total + unnamed > 0) return judge({ spellings, unnamed, planMoney: plan.money }, shown);
      const summary = 'no event carries money';
      return finding({ ...about, verdict: 'not applicable', summary, advice: 'Nothing to do.' });
    },
  };
};
