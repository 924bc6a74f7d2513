import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, cellText, plainNumber, valueAt } from '#infra/command-line/mapping/cell-text.ts';
import { parseObject } from '#infra/command-line/mapping/parse-object.ts';

function parsed(text: string) {
  const result = parseObject(text);
  if (result.kind === 'bad') throw new Error(result.detail);
  return result.value;
}

describe('plainNumber', () => {
  test.each([
    [1e-7, '0.0000001'],
    [-1.5e-9, '-0.0000000015'],
    [1e21, '1000000000000000000000'],
    [1.25e22, '12500000000000000000000'],
    [12.5, '12.5'],
    [0, '0'],
    [Number.NaN, 'NaN'],
  ])('plainNumber writes %s as %s', (value, text) => expect(plainNumber(value)).toBe(text));

  test('plainNumber writes digits that are read back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainNumber(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('valueAt', () => {
  test('valueAt follows a path into objects and lists, and takes a name with dots first', () => {
    const value = parsed('{"a":{"b":[{"c":1}]},"x.y":2,"x":{"y":3}}');
    expect(valueAt(value, 'a.b.0.c')).toBe(1);
    expect(valueAt(value, 'x.y')).toBe(2);
    expect(valueAt(value, 'a.b.1.c')).toBeUndefined();
    expect(valueAt(value, 'a.b.length')).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString', 'a.__proto__.polluted', 'constructor.prototype'])(
    'valueAt finds nothing at %s that the object does not have of its own',
    (path) => expect(valueAt(parsed('{"a":{}}'), path)).toBeUndefined(),
  );

  test('valueAt finds a member that is called __proto__, and nothing else changes by it', () => {
    const value = parsed('{"__proto__":{"polluted":"yes"}}');
    expect(valueAt(value, '__proto__.polluted')).toBe('yes');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('cellText', () => {
  test('cellText writes what a CSV would have', () => {
    const value = parsed('{"a":"x","b":true,"c":null,"d":1.50,"e":[1,{"z":2,"y":1}],"f":1e3}');
    const cells = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => cellText(valueAt(value, name)));
    expect(cells).toEqual(['x', 'true', '', '1.5', '[1,{"y":1,"z":2}]', '1000', '']);
  });

  test('cellText loses no digit of an id beyond 2^53', () => {
    const value = parsed('{"id":12345678901234567891,"near":12345678901234567892}');
    expect(cellText(valueAt(value, 'id'))).toBe('12345678901234567891');
    expect(cellText(valueAt(value, 'near'))).toBe('12345678901234567892');
  });
});

describe('canonicalJson', () => {
  test('canonicalJson is the same whatever the order of names and the blanks, and JSON of the same value', () => {
    fc.assert(
      fc.property(
        fc.object({ withNullPrototype: false, values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] }),
        (value) => {
          const text = JSON.stringify(value);
          const turned = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()), null, 2);
          expect(canonicalJson(parsed(turned))).toBe(canonicalJson(parsed(text)));
          expect(JSON.parse(canonicalJson(parsed(text)))).toEqual(JSON.parse(text));
        },
      ),
    );
  });
});

describe('parseObject', () => {
  test.each([
    ['{"a":', 'it is not JSON'],
    ['[1,2]', 'it is JSON, but no object'],
    ['null', 'it is JSON, but no object'],
    ['NaN', 'it is not JSON'],
    [`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, 'it nests more than 64 levels deep'],
    [`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'it nests more than 64 levels deep'],
  ])('parseObject says what is wrong with %.40s', (text, detail) => {
    expect(parseObject(text)).toMatchObject({ kind: 'bad', detail: expect.stringContaining(detail) });
  });
});
