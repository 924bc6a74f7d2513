import * as z from 'zod';

const millisecondsOf = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

/** Longest duration that a rule may name: ten years. */
const longestMs = 3_650 * millisecondsOf.days;

/** A length of time, as people say it. */
export const durationSchema = z
  .strictObject({ amount: z.number().positive(), unit: z.enum(['minutes', 'hours', 'days']) })
  .refine((duration) => durationMs(duration) <= longestMs, 'must be ten years at most')
  .refine((duration) => Number.isInteger(durationMs(duration)), 'must be whole milliseconds');
export type Duration = z.infer<typeof durationSchema>;

/** A duration in milliseconds. */
export function durationMs({
  amount,
  unit,
}: {
  readonly amount: number;
  readonly unit: keyof typeof millisecondsOf;
}): number {
  return amount * millisecondsOf[unit];
}

/** A duration in words: `3 hours`, `1 day`. */
export function durationText({ amount, unit }: Duration): string {
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}
