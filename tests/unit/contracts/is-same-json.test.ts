import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#contracts/canonical-json.ts';
import { isSameJson } from '#contracts/is-same-json.ts';

/** Few keys and few values, so that two of them are often the same. */
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, true, 0, 1, '', 'a'), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 2 }),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), tie('value'), { maxKeys: 2 }),
})).value;

describe('isSameJson', () => {
  test('isSameJson agrees with a comparison of the texts', () => {
    fc.assert(fc.property(json, json, (a, b) => isSameJson(a, b) === (canonicalJson(a) === canonicalJson(b))));
  });

  test('isSameJson knows a value again when its text has been read', () => {
    fc.assert(fc.property(json, (value) => isSameJson(value, JSON.parse(canonicalJson(value)))));
  });

  test.each([
    [{ a: 1, b: [2, { c: 3 }] }, { b: [2, { c: 3 }], a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [[1], [1, 2], false],
    [[], {}, false],
    [null, {}, false],
    ['1', 1, false],
    [{}, { constructor: 1 }, false],
  ])('isSameJson says of %j and %j: %s', (a, b, isSame) => {
    expect([isSameJson(a, b), isSameJson(b, a)]).toEqual([isSame, isSame]);
  });
});
