/** One thing that is cut out of a package's source, in all places where it is. */
export type Cut = {
  /** What is cut, as a message says it. */
  readonly what: string;
  /** With the flag `g`; its first group is the name of what is cut. */
  readonly pattern: RegExp;
  readonly replacement: string | ((match: string, name: string) => string);
};

/**
 * Cuts something out of a source of a package.
 *
 * @param adapt the file to change when the package is written otherwise.
 * @throws Error when something is not there to be cut, so that an upgrade of the package cannot undo this in silence.
 */
export function cutSource(source: string, path: string, cuts: readonly Cut[], adapt: string): string {
  return cuts.reduce((text, { what, pattern, replacement }) => {
    if (text.match(pattern) === null) {
      throw new Error(`Cannot cut ${what} out of ${path}: it is written otherwise now; adapt ${adapt}`);
    }
    return typeof replacement === 'string'
      ? text.replace(pattern, replacement)
      : text.replace(pattern, (match: string, name: string) => replacement(match, name));
  }, source);
}
