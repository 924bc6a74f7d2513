import { describe, expect, test } from 'vitest';
import { hashWriteKey, keyIdOf } from '#domain/ingest/write-key.ts';

describe('hashWriteKey', () => {
  test('hashWriteKey gives the SHA-256 that FIPS 180-4 gives for "abc"', () => {
    expect(hashWriteKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('keyIdOf', () => {
  test('keyIdOf gives the first 12 digits of the hash', () => {
    expect(keyIdOf(hashWriteKey('abc'))).toBe('ba7816bf8f01');
  });
});
