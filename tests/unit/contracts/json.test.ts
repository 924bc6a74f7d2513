import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, jsonObjectSchema, maximumNesting, nestsWithin } from '#contracts/json.ts';

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

describe('nestsWithin', () => {
  test('nestsWithin counts objects and arrays alike', () => {
    for (let levels = 0; levels < 6; levels += 1) {
      expect(nestsWithin(nested(levels), levels)).toBe(true);
      expect(nestsWithin(nested(levels + 1), levels)).toBe(false);
    }
  });

  test('nestsWithin agrees with the depth of any JSON value', () => {
    const depth = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(7), (value, levels) => {
        expect(nestsWithin(value, levels)).toBe(depth(value) <= levels);
      }),
    );
  });

  test('nestsWithin does not go deeper than it is asked to', () => {
    expect(nestsWithin(nested(1_000_000), 100)).toBe(false);
  });
});

describe('jsonObjectSchema', () => {
  test.each([[[]], [null], ['text'], [7], [true], [undefined]])(
    'jsonObjectSchema refuses %j, and so does isJsonObject',
    (value) => {
      expect(jsonObjectSchema.safeParse(value).success).toBe(false);
      expect(isJsonObject(value)).toBe(false);
    },
  );

  test('jsonObjectSchema takes objects of 32 levels and no more', () => {
    expect(jsonObjectSchema.safeParse({ a: nested(maximumNesting - 1) }).success).toBe(true);
    const deep = jsonObjectSchema.safeParse({ a: nested(maximumNesting) });
    expect(deep.error?.issues[0]?.message).toBe('must be a JSON object of at most 32 levels');
  });
});
