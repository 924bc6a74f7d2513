/** How a check of the data came out. */
export type CheckVerdict = 'ok' | 'warning' | 'problem' | 'not applicable';

/** What the data may be used for once it is good enough. */
export const uses = ['rules', 'clusters', 'churn model'] as const;
export type Use = (typeof uses)[number];

/** One number, or one date or text, that a check found. A share lies between 0 and 1. */
export type Figure = {
  readonly label: string;
  readonly unit: 'count' | 'share' | 'days' | 'months' | 'text';
  readonly value: number | string;
};

/** Counts by name, such as events by month. `others` stands for names beyond what is listed. */
export type Breakdown = {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly count: number }[];
  readonly others: number;
};

/** Why the data is not good enough for a use. */
export type Block = { readonly use: Use; readonly reason: string };

/** What one check of the data found. */
export type Finding = {
  /** Lower-case words joined by dashes: the name of the check for machines. */
  readonly check: string;
  readonly title: string;
  readonly verdict: CheckVerdict;
  /** What was found, in one sentence. */
  readonly summary: string;
  readonly figures: readonly Figure[];
  readonly breakdowns: readonly Breakdown[];
  /** A few things that were found, as they stand in the data. */
  readonly examples: readonly string[];
  /** What to do about it, in one sentence. */
  readonly advice: string;
  /** What is not exact about the figures, or null. */
  readonly approximate: string | null;
  readonly blocks: readonly Block[];
};

/** A finding with nothing in the parts that are not told. */
export function finding(
  told: Pick<Finding, 'check' | 'title' | 'verdict' | 'summary' | 'advice'> & Partial<Finding>,
): Finding {
  return { figures: [], breakdowns: [], examples: [], approximate: null, blocks: [], ...told };
}

export function countFigure(label: string, value: number): Figure {
  return { label, unit: 'count', value };
}

/** A part of a whole, 0 to 1; 0 of nothing is 0. */
export function shareFigure(label: string, part: number, whole: number): Figure {
  return { label, unit: 'share', value: shareOf(part, whole) };
}

/** part ÷ whole; 0 if there is no whole. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** ok for none, `problem` for more than `problemShare` of the whole, otherwise `warning`. */
export function gradeShare(count: number, whole: number, problemShare: number): CheckVerdict {
  if (count === 0) return 'ok';
  return shareOf(count, whole) > problemShare ? 'problem' : 'warning';
}
