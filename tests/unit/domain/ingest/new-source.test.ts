import { expect, test } from 'vitest';
import { sourceSchema } from '#contracts/source.ts';
import { newSource } from '#domain/ingest/new-source.ts';

test('newSource keeps of the write key its hash alone, and fits the contract of a source', () => {
  const source = newSource({ writeKey: 'abc', tenant: 'shop', name: 'web', createdMs: 5 });
  expect(source).toEqual({
    writeKeyHash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    keyId: 'ba7816bf8f01',
    tenant: 'shop',
    name: 'web',
    createdMs: 5,
    expiresMs: null,
    revokedMs: null,
  });
  expect(sourceSchema.parse(source)).toEqual(source);
});
