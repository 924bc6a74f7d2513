import type * as z from 'zod';

/** Longest part of a value that is shown. */
const shownLength = 80;

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let inside = input;
  for (const key of path) {
    if (typeof inside !== 'object' || inside === null || !Object.hasOwn(inside, key)) return undefined;
    inside = Reflect.get(inside, key);
  }
  return inside;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return (JSON.stringify(value) ?? typeof value).slice(0, shownLength);
}

/** The first problem of a failed parse, for people: where it is, what is wrong, and the value of `input` that caused it. */
export function firstProblem(error: z.ZodError, input: unknown): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'does not match the schema';
  const where = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
  // The value says more than its type, and "received undefined" beside "got nothing" says it twice.
  const wrong = issue.message.replace(/, received \w+$/, '');
  return `${where}${wrong}, got ${shown(valueAt(input, issue.path))}`;
}
