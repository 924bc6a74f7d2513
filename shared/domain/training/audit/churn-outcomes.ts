import { anonymousPrefix } from '#contracts/identifier.ts';
import { dayMs, dayOf, type ProfileState } from '#domain/profile/profile-state.ts';
import { leastObservations } from './customer-activity.ts';
import type { CustomerHistory } from './customer-history.ts';
import { type Block, type CheckVerdict, countFigure, finding, shareFigure } from './finding.ts';
import type { Fold, StartCheck } from './fold.ts';
import { countText, dayText } from './wording.ts';

/** Who shows no sign of life in so many days after the cut has left. */
const outcomeDays = 90;

/** Who showed none in so many days before the cut was not a customer to lose any more. */
const activeDaysBefore = 180;

function wasActive(state: ProfileState, fromDay: number, beforeDay: number): boolean {
  return state.days.some((day) => day.activities > 0 && day.day >= fromDay && day.day < beforeDay);
}

/**
 * How many customers stayed and how many left, of those who were there to lose: what a churn model would learn from. A visitor
 * whose user id is not known is nobody to lose: most come once, and who comes back as a user has not left.
 */
export const startChurnOutcomes: StartCheck<CustomerHistory> = ({ asOfMs }): Fold<CustomerHistory> => {
  const cutDay = dayOf(asOfMs) - outcomeDays + 1;
  let stayed = 0;
  let left = 0;
  return {
    take({ customerId, state }) {
      if (customerId.startsWith(anonymousPrefix)) return;
      if (!wasActive(state, cutDay - activeDaysBefore, cutDay)) return;
      const lastMs = state.totals.get('activity')?.lastMs ?? 0;
      if (dayOf(lastMs) >= cutDay) stayed += 1;
      else left += 1;
    },
    finding() {
      const fewer = Math.min(stayed, left);
      const verdict: CheckVerdict =
        fewer >= leastObservations ? 'ok' : fewer * 10 >= leastObservations ? 'warning' : 'problem';
      const cut = dayText(cutDay * dayMs);
      const reason = `${countText(left)} customers left and ${countText(stayed)} stayed after ${cut}; ${leastObservations} of each are needed`;
      const blocks: Block[] = fewer < leastObservations ? [{ use: 'churn model', reason }] : [];
      return finding({
        check: 'churn-outcomes',
        title: 'Customers who left and who stayed',
        verdict,
        summary: `of ${countText(stayed + left)} customers active in the ${activeDaysBefore} days before ${cut}, ${countText(left)} showed no sign of life in the ${outcomeDays} days after`,
        figures: [
          countFigure('left', left),
          countFigure('stayed', stayed),
          shareFigure('share that left', left, stayed + left),
          { label: 'cut', unit: 'text', value: cut },
        ],
        advice:
          fewer >= leastObservations
            ? 'Nothing to do.'
            : `Use the starter rule until ${leastObservations} customers have left and ${leastObservations} have stayed under the same measure.`,
        blocks,
      });
    },
  };
};
