/**
 * A failure that the person at the keyboard can do something about. Its message says the action, then the value, then
 * what to do next; the program prints it and ends with exit code 1.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The message of anything thrown. AWS errors may carry an empty message: then their name says what happened. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}
