import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockText } from '#infra/command-line/features/lock-text.ts';

describe('lockText', () => {
  test('lockText puts a list of plain values on one line where it fits, and everything else on lines of its own', () => {
    expect(lockText({ names: ['a', 'b'], where: [], of: {}, cells: [{ number: 0 }] })).toBe(
      '{\n  "names": ["a", "b"],\n  "where": [],\n  "of": {},\n  "cells": [\n    {\n      "number": 0\n    }\n  ]\n}\n',
    );
    const long = Array.from({ length: 10 }, (_, index) => `a value of some length ${index}`);
    expect(lockText({ long }).split('\n')).toHaveLength(long.length + 5);
  });

  test('lockText gives a list as many columns as a line has, and not one more', () => {
    const listOf = (length: number) => lockText({ list: ['x'.repeat(length)] }).split('\n')[1] ?? '';
    expect(listOf(120 - '  "list": [""]'.length)).toHaveLength(120);
    expect(listOf(121 - '  "list": [""]'.length)).toBe('  "list": [');
  });

  test('lockText loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(lockText(JSON.parse(text))))).toBe(text);
      }),
    );
  });
});
