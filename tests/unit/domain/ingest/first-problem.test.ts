import { expect, test } from 'vitest';
import * as z from 'zod';
import { firstProblem } from '#domain/ingest/first-problem.ts';

const schema = z.object({ name: z.string(), inside: z.object({ counts: z.array(z.int()) }) });

function problemOf(input: unknown): string {
  const parsed = schema.safeParse(input);
  if (parsed.success) throw new Error('the input has no problem');
  return firstProblem(parsed.error, input);
}

test.each([
  [{ name: 5 }, /^name: Invalid input: expected string, got 5$/],
  [{}, /^name: Invalid input: expected string, got nothing$/],
  [{ name: 'x'.repeat(500), inside: { counts: [1, 'two'] } }, /^inside\.counts\.1: .*, got "two"$/],
  [{ name: 'x', inside: [] }, /^inside: .*, got a list$/],
  [{ name: { a: 1 } }, /^name: .*, got an object$/],
  ['text', /^Invalid input.*, got "text"$/],
])('firstProblem of %j says where it is, what is wrong, and the value', (input, expected) => {
  expect(problemOf(input)).toMatch(expected);
});

test('firstProblem shows no more than the beginning of a long value', () => {
  const long = z.string().max(3).safeParse('y'.repeat(1_000));
  expect(long.success ? '' : firstProblem(long.error, 'y'.repeat(1_000)).length).toBeLessThan(160);
});
