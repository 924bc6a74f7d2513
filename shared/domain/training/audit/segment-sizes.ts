import type { Meaning } from '#contracts/moment.ts';
import { noRelations } from '#contracts/relations.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { judgeProfile } from '#domain/profile/judge-profile.ts';
import { leastObservations } from './customer-activity.ts';
import type { CustomerHistory } from './customer-history.ts';
import { countFigure, finding } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { ruleMeanings } from './rule-meanings.ts';
import { countText, dayText } from './wording.ts';

/** How many customers each declared segment holds at the as-of date, against the rule of thumb of 500 each. */
export const startSegmentSizes: StartCheck<CustomerHistory> = ({ asOfMs, definitions }): Fold<CustomerHistory> => {
  const segments = definitions.segmentsOf.customer.map(({ definition }) => definition);
  const sizes = new Map<string, number>(segments.map((segment) => [segment.name, 0]));
  const present = new Set<Meaning>();
  const about = { check: 'segment-sizes', title: 'Customers per segment' };
  let customers = 0;

  const missing = ({ rule }: SegmentDefinition): Meaning[] =>
    ruleMeanings(rule, definitions.features).filter((meaning) => !present.has(meaning));

  return {
    take({ state }) {
      customers += 1;
      for (const meaning of state.totals.keys()) present.add(meaning);
      const judged = { subject: 'customer', state, relations: noRelations, population: null } as const;
      const { memberships } = judgeProfile(definitions, judged, null, {
        profileVersion: 1,
        nowMs: asOfMs,
        isHistory: true,
      });
      for (const name of Object.keys(memberships)) sizes.set(name, (sizes.get(name) ?? 0) + 1);
    },
    finding() {
      const sizeOf = (segment: SegmentDefinition) => sizes.get(segment.name) ?? 0;
      const judged = segments.filter((segment) => missing(segment).length === 0);
      const short = judged.filter((segment) => sizeOf(segment) < leastObservations);
      const blind = segments.filter((segment) => missing(segment).length > 0);
      const examples = new Examples(10);
      for (const segment of short) {
        examples.add(() => `${segment.name}: ${countText(sizeOf(segment))} of ${leastObservations}`);
      }
      for (const segment of blind) {
        examples.add(() => `${segment.name}: no event in the data means ${missing(segment).join(' or ')}`);
      }
      const isEmpty = customers === 0 || judged.length === 0;
      return finding({
        ...about,
        verdict: isEmpty
          ? 'not applicable'
          : short.length === 0
            ? 'ok'
            : short.length < judged.length
              ? 'warning'
              : 'problem',
        summary: isEmpty
          ? 'no segment can be judged'
          : `${judged.length - short.length} of ${judged.length} segments hold ${leastObservations} customers or more at ${dayText(asOfMs)}`,
        figures: [
          countFigure('segments judged', judged.length),
          countFigure(`segments under ${leastObservations}`, short.length),
          countFigure('segments whose events are missing', blind.length),
        ],
        breakdowns: [
          {
            title: `customers by segment at ${dayText(asOfMs)}`,
            rows: segments.map((segment) => ({ name: segment.name, count: sizeOf(segment) })),
            others: 0,
          },
        ],
        examples: examples.texts,
        advice:
          short.length === 0
            ? 'Nothing to do.'
            : `Judge these segments by rules, and do not read a difference between groups into fewer than ${leastObservations} customers each.`,
      });
    },
  };
};
