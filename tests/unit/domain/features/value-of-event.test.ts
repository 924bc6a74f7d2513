import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareValues, shortText } from '#domain/features/value-of-event.ts';

const values = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean());

describe('compareValues', () => {
  test('compareValues is a total order: of any two values the same one is greater, whoever asks', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        expect(compareValues(a, b) + compareValues(b, a)).toBe(0);
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
        if (compareValues(a, b) === 0) expect(a).toEqual(b === 0 ? a : b);
      }),
    );
  });
});

describe('shortText', () => {
  test('shortText gives at most 40 well-formed characters, the same when cut again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        const short = shortText(text);
        expect([...short].length).toBeLessThanOrEqual(40);
        expect(short.isWellFormed()).toBe(true);
        expect(shortText(short)).toBe(short);
        if (text.isWellFormed()) expect(text.startsWith(short)).toBe(true);
      }),
    );
  });
});
