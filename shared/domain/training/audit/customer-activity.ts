import { anonymousPrefix } from '#contracts/identifier.ts';
import type { CustomerHistory } from './customer-history.ts';
import { type Block, type CheckVerdict, countFigure, finding, shareFigure } from './finding.ts';
import type { Fold, StartCheck } from './fold.ts';
import { countText, partText } from './wording.ts';

/** Who has bought so often, or was active on so many days, has shown a habit. */
const enoughPurchases = 2;
const enoughActiveDays = 5;

/** The rule of thumb: observations that each group needs. */
export const leastObservations = 500;

/** Groups that `holdfast clusters` makes unless told otherwise. */
const expectedClusters = 5;

/** Least customers for whom rules are worth the while. */
const leastCustomersForRules = 1;

function blocksOf(customers: number, buyers: number, enough: number): Block[] {
  const blocks: Block[] = [];
  if (customers < leastCustomersForRules) {
    blocks.push({ use: 'rules', reason: 'no customer has shown any activity or bought anything' });
  }
  const leastBuyers = expectedClusters * leastObservations;
  if (buyers < leastBuyers) {
    const reason = `${countText(buyers)} customers have bought; ${expectedClusters} groups need ${countText(leastBuyers)}`;
    blocks.push({ use: 'clusters', reason });
  }
  if (enough < leastObservations) {
    const reason = `${countText(enough)} customers have enough activity; ${countText(leastObservations)} are needed`;
    blocks.push({ use: 'churn model', reason });
  }
  return blocks;
}

function verdictOf(enough: number): CheckVerdict {
  if (enough >= leastObservations) return 'ok';
  return enough * 10 >= leastObservations ? 'warning' : 'problem';
}

/** How many customers have shown a habit that something can be learnt from. */
export const startCustomerActivity: StartCheck<CustomerHistory> = (): Fold<CustomerHistory> => {
  let customers = 0;
  let visitors = 0;
  let buyers = 0;
  let alive = 0;
  let enough = 0;
  return {
    take({ customerId, state }) {
      customers += 1;
      if (customerId.startsWith(anonymousPrefix)) visitors += 1;
      const purchases = state.totals.get('purchase')?.count ?? 0;
      if (purchases > 0) buyers += 1;
      let activeDays = 0;
      for (const day of state.days) if (day.activities > 0) activeDays += 1;
      if (activeDays > 0 || purchases > 0) alive += 1;
      if (purchases >= enoughPurchases || activeDays >= enoughActiveDays) enough += 1;
    },
    finding() {
      const verdict = verdictOf(enough);
      const rule = `at least ${enoughPurchases} purchases, or ${enoughActiveDays} active days`;
      return finding({
        check: 'customer-activity',
        title: 'Customers with enough activity',
        verdict,
        summary: `${partText(enough, customers, 'customers')} have ${rule}`,
        figures: [
          countFigure('customers', customers),
          countFigure('of them visitors without a user id', visitors),
          countFigure('with any activity', alive),
          countFigure('have bought', buyers),
          countFigure('with enough activity', enough),
          shareFigure('share with enough activity', enough, customers),
        ],
        advice:
          verdict === 'ok'
            ? 'Nothing to do.'
            : `Use rules until ${leastObservations} customers have shown a habit (${rule}), or import more history.`,
        blocks: blocksOf(alive, buyers, enough),
      });
    },
  };
};
