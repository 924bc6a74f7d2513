import type { PlanReport } from './conform.ts';

/** A mistake that several events may have in common. */
export type PlanProblem = Pick<PlanReport, 'eventName' | 'rule' | 'outcome'> & {
  readonly count: number;
  /** The first that was seen, with its value. */
  readonly example: string;
};

/** Counts what the events of one request or batch had that the plan does not foresee. */
export type PlanTally = {
  /** Takes the reports of one event in. */
  readonly add: (reports: readonly PlanReport[]) => void;
  /** How many events had at least one. */
  readonly events: () => number;
  /** Distinct mistakes, at most `maximumPlanProblems`, in the order of appearance. */
  readonly problems: () => readonly PlanProblem[];
};

/** Most distinct mistakes that one tally holds; more are counted by their events alone. */
export const maximumPlanProblems = 20;

/** A tally without anything in it. */
export function createPlanTally(): PlanTally {
  const problems = new Map<string, PlanProblem>();
  let events = 0;
  return {
    add: (reports) => {
      if (reports.length > 0) events += 1;
      for (const { eventName, rule, outcome, detail } of reports) {
        const key = JSON.stringify([eventName, rule, outcome]);
        const known = problems.get(key);
        if (known === undefined && problems.size >= maximumPlanProblems) continue;
        problems.set(key, {
          eventName,
          rule,
          outcome,
          count: (known?.count ?? 0) + 1,
          example: known?.example ?? detail,
        });
      }
    },
    events: () => events,
    problems: () => [...problems.values()],
  };
}
