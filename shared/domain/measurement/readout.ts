import type { Outcome } from '#contracts/outcome.ts';

export type ArmCounts = { readonly runs: number; readonly succeeded: number };

/** What a playbook's experiment says so far. */
export type Readout = {
  readonly playbook: string;
  readonly treated: ArmCounts;
  readonly holdout: ArmCounts;
  /** Difference of the success shares with its 95 % interval; null while an arm has fewer than `leastRuns`. */
  readonly uplift: { readonly points: number; readonly low: number; readonly high: number } | null;
};

/** Fewer runs than this in an arm, and nothing is claimed. */
export const leastRuns = 30;

/** Wilson's score interval for a share at 95 % (Wilson 1927, "Probable inference", JASA 22). */
function wilson({ runs, succeeded }: ArmCounts): { low: number; high: number } {
  const z = 1.959964;
  const share = succeeded / runs;
  const centre = (share + z ** 2 / (2 * runs)) / (1 + z ** 2 / runs);
  const half = (z / (1 + z ** 2 / runs)) * Math.sqrt((share * (1 - share)) / runs + z ** 2 / (4 * runs ** 2));
  return { low: centre - half, high: centre + half };
}

function count(outcomes: readonly Outcome[], arm: Outcome['arm']): ArmCounts {
  const own = outcomes.filter((outcome) => outcome.arm === arm);
  return { runs: own.length, succeeded: own.filter((outcome) => outcome.succeeded).length };
}

/**
 * Compares treated and held-out customers of one playbook. The interval of the difference is Newcombe's hybrid score
 * interval (Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10).
 */
export function readout(playbook: string, outcomes: readonly Outcome[]): Readout {
  const own = outcomes.filter((outcome) => outcome.playbook === playbook);
  const treated = count(own, 'treated');
  const holdout = count(own, 'holdout');
  if (treated.runs < leastRuns || holdout.runs < leastRuns) return { playbook, treated, holdout, uplift: null };
  const a = treated.succeeded / treated.runs;
  const b = holdout.succeeded / holdout.runs;
  const intervalA = wilson(treated);
  const intervalB = wilson(holdout);
  const points = a - b;
  const low = points - Math.sqrt((a - intervalA.low) ** 2 + (intervalB.high - b) ** 2);
  const high = points + Math.sqrt((intervalA.high - a) ** 2 + (b - intervalB.low) ** 2);
  return { playbook, treated, holdout, uplift: { points, low, high } };
}
