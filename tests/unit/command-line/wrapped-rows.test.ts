import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableWidth, wrapped, wrappedRows } from '#infra/command-line/wrapped-rows.ts';

describe('wrapped', () => {
  test('wrapped breaks between words, and leaves a word that is longer alone', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('incomprehensible to me', 5)).toEqual(['incomprehensible', 'to me']);
    expect(wrapped('', 5)).toEqual(['']);
  });
});

describe('wrappedRows', () => {
  test('wrappedRows aligns cells, and lets the last one go on under its beginning', () => {
    const rows = [
      ['name', 'bytes', 'what it is'],
      ['exports', '12', 'how often somebody has exported a report in the last 28 days'],
    ];
    expect(wrappedRows(rows, 48)).toEqual([
      'name     bytes  what it is',
      'exports     12  how often somebody has exported',
      '                a report in the last 28 days',
    ]);
  });

  test('wrappedRows loses no word, and keeps every line within the width of a terminal', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '÷'), minLength: 1, maxLength: 12 });
    const text = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, text), { minLength: 1, maxLength: 5 }), (rows) => {
        const lines = wrappedRows(rows);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(tableWidth);
        const words = (texts: readonly string[]) => texts.join(' ').split(/ +/);
        expect(words(lines).filter((one) => one !== '')).toEqual(words(rows.flat()));
      }),
    );
  });
});
