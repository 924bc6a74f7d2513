import { describe, expect, test } from 'vitest';
import { hash32, hashOfValue } from '#domain/features/hash-of-value.ts';

describe('hash32', () => {
  test.each([
    ['', 0],
    ['a', 0x3c2569b2],
    ['test', 0xba6bd213],
    ['Hello, world!', 0xc0363e43],
    ['hello', 0x248bfa47],
    ['hello, world', 0x149bbb7f],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ])('hash32 of %j is what MurmurHash3_x86_32 gives', (text, expected) => {
    expect(hash32(Buffer.from(text))).toBe(expected);
  });
});

describe('hashOfValue', () => {
  test('hashOfValue takes a number and its text for the same, and nothing for no value', () => {
    expect(hashOfValue(7)).toBe(hashOfValue('7'));
    expect([undefined, null, '', [], {}].map((value) => hashOfValue(value))).toEqual([null, null, null, null, null]);
  });

  test('hashOfValue spreads similar texts evenly over all 32 bits', () => {
    const hashes = Array.from({ length: 10_000 }, (_, index) => hashOfValue(`user-${index}`) ?? 0);
    expect(new Set(hashes).size).toBeGreaterThan(9_995);
    for (let bit = 0; bit < 32; bit += 1) {
      const set = hashes.filter((hash) => ((hash >>> bit) & 1) === 1).length;
      expect(Math.abs(set / hashes.length - 0.5)).toBeLessThan(0.02);
    }
  });
});
