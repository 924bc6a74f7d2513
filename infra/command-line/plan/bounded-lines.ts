/** A line of a text; null in place of one that is too long to be kept. */
export type BoundedLine = { readonly number: number; readonly text: string | null };

/** Longest line that is read, in characters: many times what an event may have. */
export const longestLine = 1_000_000;

/** Cuts text that comes in pieces into lines, of whatever length, in bounded memory. Empty lines are passed over. */
export async function* boundedLines(pieces: AsyncIterable<string>): AsyncGenerator<BoundedLine> {
  let number = 0;
  let begun = '';
  let isTooLong = false;
  const finish = (): BoundedLine | null => {
    number += 1;
    const text = begun.endsWith('\r') ? begun.slice(0, -1) : begun;
    const line = isTooLong ? { number, text: null } : { number, text };
    begun = '';
    isTooLong = false;
    return line.text === null || line.text.trim() !== '' ? line : null;
  };
  for await (const piece of pieces) {
    const parts = piece.split('\n');
    for (const [index, part] of parts.entries()) {
      isTooLong ||= begun.length + part.length > longestLine;
      begun = isTooLong ? '' : begun + part;
      const line = index < parts.length - 1 ? finish() : null;
      if (line !== null) yield line;
    }
  }
  const last = finish();
  if (last !== null) yield last;
}
