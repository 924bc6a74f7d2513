import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BoundedLine, boundedLines, longestLine } from '#infra/command-line/plan/bounded-lines.ts';

async function linesOf(...pieces: string[]): Promise<BoundedLine[]> {
  async function* source() {
    yield* pieces;
  }
  const lines: BoundedLine[] = [];
  for await (const line of boundedLines(source())) lines.push(line);
  return lines;
}

describe('boundedLines', () => {
  test('boundedLines gives the same lines wherever the text is cut', async () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', '\n', '\r', ' ', '{') }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(texts, async (pieces) => {
        expect(await linesOf(...pieces)).toEqual(await linesOf(pieces.join('')));
      }),
    );
  });

  test('boundedLines numbers lines as an editor does, and passes over empty ones', async () => {
    expect(await linesOf('a\r\n\n  \nb')).toEqual([
      { number: 1, text: 'a' },
      { number: 4, text: 'b' },
    ]);
    expect(await linesOf()).toEqual([]);
  });

  test('boundedLines gives null for a line that is too long, and the next one again', async () => {
    const part = 'x'.repeat(longestLine);
    expect(await linesOf(part, 'x', part, '\nb\n')).toEqual([
      { number: 1, text: null },
      { number: 2, text: 'b' },
    ]);
    expect(await linesOf(part)).toEqual([{ number: 1, text: part }]);
  });
});
