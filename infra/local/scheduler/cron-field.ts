/** The bounds of a field of a cron expression, and the names that stand for its values. */
export type CronFieldBounds = {
  readonly label: string;
  readonly least: number;
  readonly most: number;
  /** Names for the values from `least` on. */
  readonly names: readonly string[];
};

/**
 * The sorted values of a cron field made of `*`, values, names, ranges, steps and lists: `1,5-7,0/15,MON-FRI`.
 * @throws Error with the reason; the caller names the expression.
 */
export function parseCronField(text: string, bounds: CronFieldBounds): readonly number[] {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const { from, to, step } = parsePart(part, bounds);
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return [...values].sort((left, right) => left - right);
}

function parsePart(part: string, bounds: CronFieldBounds): { from: number; to: number; step: number } {
  const match = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d+))?$/.exec(part);
  const [, first, last, stepText] = match ?? [];
  if (first === undefined || (first === '*' && last !== undefined)) throw wrong(part, bounds);
  const step = Number(stepText ?? 1);
  if (step < 1 || step > bounds.most) throw wrong(part, bounds);
  if (first === '*') return { from: bounds.least, to: bounds.most, step };
  const from = parseCronValue(first, bounds);
  // "5/15" counts on from 5 to the end of the field.
  const to = last !== undefined ? parseCronValue(last, bounds) : stepText !== undefined ? bounds.most : from;
  if (from > to) throw wrong(part, bounds);
  return { from, to, step };
}

/** One value or name of a field. @throws Error when it is out of bounds. */
export function parseCronValue(text: string, bounds: CronFieldBounds): number {
  const named = bounds.names.indexOf(text.toUpperCase());
  if (named !== -1) return bounds.least + named;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < bounds.least || value > bounds.most) throw wrong(text, bounds);
  return value;
}

const wrong = (text: string, { label, least, most }: CronFieldBounds): Error =>
  new Error(`the ${label} may be ${least} to ${most}, got ${text}`);
