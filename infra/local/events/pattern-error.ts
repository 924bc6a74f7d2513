/** A pattern that EventBridge would refuse. The message names the path and the value. */
export class EventPatternError extends Error {
  override readonly name = 'EventPatternError';
}

/** Where we are in the pattern, for error messages: the names of the fields from the root. */
export type PatternPath = readonly string[];

/** The error for `value` at `path`; `problem` says what is wrong with it. */
export function patternError(path: PatternPath, problem: string, value: unknown): EventPatternError {
  const place = path.length === 0 ? 'the root' : path.join('.');
  return new EventPatternError(`Cannot compile event pattern: ${place}: ${problem}, got ${describe(value)}`);
}

function describe(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Only a cycle gets here; a pattern with a cycle has no JSON to show.
    return 'a value that is not JSON';
  }
}
