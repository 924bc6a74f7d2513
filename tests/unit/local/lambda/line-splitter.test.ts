import { expect, test } from 'vitest';
import { createLineSplitter } from '#infra/local/lambda/line-splitter.ts';

function split(pieces: readonly string[]): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.add(piece);
  splitter.end();
  return lines;
}

test('createLineSplitter joins a line that comes in pieces, and parts several that come in one', () => {
  expect(split(['a\nb', 'c', 'd\n', '\ne\n'])).toEqual(['a', 'bcd', '', 'e']);
});

test('createLineSplitter gives a last line without an end when it ends, and nothing after it', () => {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line));
  splitter.add('begun');
  expect(lines).toEqual([]);
  splitter.end();
  splitter.end();
  expect(lines).toEqual(['begun']);
});
