import { describe, expect, test } from 'vitest';
import { sourceSchema } from '#contracts/source.ts';
import { hashWriteKey } from '#domain/ingest/write-key.ts';

describe('hashWriteKey', () => {
  test('hashWriteKey gives the SHA-256 that FIPS 180-4 gives for "abc"', () => {
    expect(hashWriteKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('hashWriteKey fits the contract of a source', () => {
    const source = { writeKeyHash: hashWriteKey('key'), tenant: 'shop', name: 'web', createdMs: 0 };
    expect(sourceSchema.parse(source)).toEqual(source);
  });
});
