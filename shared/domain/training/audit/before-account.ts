import { isoTime } from '#contracts/time.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { type BeginningKind, beginningKinds } from './account-beginning.ts';
import type { CustomerHistory } from './customer-history.ts';
import { countFigure, finding, gradeShare } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { partText, pluralText, shownText } from './wording.ts';

/** A transaction so much before the account is still the same day's work: time zones, and guests who sign up after buying. */
const toleranceMs = dayMs;

/** More customers than this share with transactions before their account are a problem. */
const problemShare = 0.05;

/** The first payment or return of a customer; null if there is none. */
function firstTransactionMs({ state }: CustomerHistory): number | null {
  const times = [state.totals.get('purchase')?.firstMs, state.totals.get('refund')?.firstMs];
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}

/** Customers who bought before their account existed: ids that were reused, or dates that are wrong. */
export const startBeforeAccount: StartCheck<CustomerHistory> = (): Fold<CustomerHistory> => {
  const used: Record<BeginningKind, number> = { 'createdAt trait': 0, 'signup event': 0, 'first identify': 0 };
  const examples = new Examples();
  const about = { check: 'before-account', title: 'Transactions before the account existed' };
  let early = 0;
  return {
    take(history) {
      const firstMs = firstTransactionMs(history);
      const { beginning, customerId } = history;
      if (firstMs === null || beginning === null) return;
      used[beginning.kind] += 1;
      if (firstMs >= beginning.timeMs - toleranceMs) return;
      early += 1;
      examples.add(() => {
        const days = pluralText(Math.round((beginning.timeMs - firstMs) / dayMs), 'day');
        return `${shownText(customerId)}: first transaction ${isoTime(firstMs)}, ${days} before ${isoTime(beginning.timeMs)} (${beginning.kind})`;
      });
    },
    finding() {
      const compared = beginningKinds.reduce((sum, kind) => sum + used[kind], 0);
      if (compared === 0) {
        const summary =
          'no customer with transactions says when the account began (createdAt trait, signup event, identify)';
        const advice = 'Send identify with the trait createdAt if accounts have a beginning.';
        return finding({ ...about, verdict: 'not applicable', summary, advice });
      }
      return finding({
        ...about,
        verdict: gradeShare(early, compared, problemShare),
        summary:
          early === 0
            ? `${pluralText(compared, 'customer')} bought only once the account existed`
            : `${partText(early, compared, 'customers')} bought more than a day before their account existed`,
        figures: [
          countFigure('customers with a transaction before the account', early),
          ...beginningKinds.map((kind) => countFigure(`judged by ${kind}`, used[kind])),
        ],
        examples: examples.texts,
        advice:
          early === 0
            ? 'Nothing to do.'
            : 'See whether ids were given to somebody else or dates were filled in later; tenure is wrong for these customers.',
      });
    },
  };
};
