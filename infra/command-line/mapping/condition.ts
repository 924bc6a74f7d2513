import * as z from 'zod';
import { type DecimalMark, parseDecimal, withDecimalPoint } from './decimal.ts';

const column = z.string().min(1);
const number = z.number().refine((value) => parseDecimal(String(value)) !== null, 'must be a plain decimal number');

/** What a rule of a mapping asks of one column of a row. */
export const conditionSchema = z.discriminatedUnion('is', [
  z.strictObject({ column, is: z.literal('empty') }),
  z.strictObject({ column, is: z.literal('starting with'), value: z.string().min(1) }),
  z.strictObject({ column, is: z.literal('not starting with'), value: z.string().min(1) }),
  z.strictObject({ column, is: z.literal('one of'), values: z.array(z.string()).min(1) }),
  z.strictObject({ column, is: z.literal('at most'), value: number }),
  z.strictObject({ column, is: z.literal('below'), value: number }),
  z.strictObject({ column, is: z.literal('above'), value: number }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/** Whether a cell meets a condition; `not a number` if the condition compares numbers and the cell holds none. */
export function meets(condition: Condition, cell: string, mark: DecimalMark): boolean | 'not a number' {
  const text = cell.trim();
  if (condition.is === 'empty') return text === '';
  if (condition.is === 'starting with') return text.startsWith(condition.value);
  if (condition.is === 'not starting with') return !text.startsWith(condition.value);
  if (condition.is === 'one of') return condition.values.includes(text);
  const number = withDecimalPoint(text, mark);
  if (parseDecimal(number) === null) return 'not a number';
  const value = Number(number);
  if (condition.is === 'at most') return value <= condition.value;
  return condition.is === 'below' ? value < condition.value : value > condition.value;
}
