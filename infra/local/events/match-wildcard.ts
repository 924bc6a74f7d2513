import { type PatternPath, patternError } from './pattern-error.ts';

/**
 * A test for EventBridge's `wildcard`: `*` stands for any number of characters, `\*` and `\\` for themselves.
 * Linear in the text for each `*`: no regular expression, so no backtracking.
 * @throws EventPatternError for two `*` in a row, and for a backslash before any other character.
 */
export function compileWildcard(path: PatternPath, pattern: unknown): (text: string) => boolean {
  if (typeof pattern !== 'string') throw patternError(path, 'wildcard needs a string', pattern);
  const pieces = splitAtStars(path, pattern);
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return (text) => text === first;
  const last = pieces.at(-1) ?? '';
  const between = pieces.slice(1, -1);
  return (text) => matchesPieces(text, first, between, last);
}

function matchesPieces(text: string, first: string, between: readonly string[], last: string): boolean {
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let position = first.length;
  for (const piece of between) {
    const found = text.indexOf(piece, position);
    if (found === -1) return false;
    position = found + piece.length;
  }
  return position <= end;
}

function splitAtStars(path: PatternPath, pattern: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '\\') {
      index += 1;
      const escaped = pattern.charAt(index);
      if (escaped !== '*' && escaped !== '\\') {
        throw patternError(path, 'a backslash in a wildcard may only stand before * or \\', pattern);
      }
      piece += escaped;
    } else if (character === '*') {
      if (pattern.charAt(index + 1) === '*')
        throw patternError(path, 'a wildcard may not hold two * in a row', pattern);
      pieces.push(piece);
      piece = '';
    } else {
      piece += character;
    }
  }
  pieces.push(piece);
  return pieces;
}
