import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSetting, setValue } from '#infra/command-line/quarantine/set-value.ts';

describe('parseSetting', () => {
  test.each([
    ['userId=ada', ['userId'], 'ada'],
    ['properties.total=12.5', ['properties', 'total'], 12.5],
    ['properties.note=a=b', ['properties', 'note'], 'a=b'],
    ['context={"active":false}', ['context'], { active: false }],
    ['userId="7"', ['userId'], '7'],
    ['timestamp=', ['timestamp'], undefined],
  ])('parseSetting reads %s', (text, path, value) => {
    expect(parseSetting(text)).toEqual({ path, value });
  });

  test.each(['', 'total', '=1', 'a..b=1', '.a=1'])('parseSetting refuses "%s", and says how to write it', (text) => {
    expect(() => parseSetting(text)).toThrow(`Cannot set "${text}": write it as name=value`);
  });
});

describe('setValue', () => {
  test('setValue changes that one value, and makes what is missing on the way', () => {
    const before = { a: 1, b: { c: 2 } };
    expect(setValue(before, { path: ['b', 'd', 'e'], value: 3 })).toEqual({ a: 1, b: { c: 2, d: { e: 3 } } });
    expect(setValue(before, { path: ['a', 'x'], value: 3 })).toEqual({ a: { x: 3 }, b: { c: 2 } });
    expect(setValue(before, { path: ['a'], value: undefined })).toEqual({ b: { c: 2 } });
    expect(before).toEqual({ a: 1, b: { c: 2 } });
  });

  test('setValue takes any name for a name, and leaves every prototype alone', () => {
    const names = fc.array(fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype'), fc.string()), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(names, fc.integer(), (path, value) => {
        const after = setValue({}, { path, value });
        expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
        expect(
          path.reduce<unknown>(
            (inside, name) => Object.entries(Object(inside)).find(([one]) => one === name)?.[1],
            after,
          ),
        ).toBe(value);
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      }),
    );
  });
});
