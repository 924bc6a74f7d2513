import { expect, test } from 'vitest';
import { parseSourceItem, sourceItem } from '#adapters/aws/source-item.ts';
import { newSource } from '#domain/ingest/new-source.ts';

const source = newSource({ writeKey: 'key', tenant: 'shop', name: 'web', createdMs: 5 });
const lasting = { writeKeyHash: source.writeKeyHash, tenant: 'shop', name: 'web', createdMs: 5 };

test('parseSourceItem reads an item that was written before keys could end', () => {
  const item = { pk: { S: source.writeKeyHash }, source: { S: JSON.stringify(lasting) } };
  expect(parseSourceItem(item)).toEqual(source);
});

test('sourceItem keeps in its text what older code reads, and the ends of a key beside it', () => {
  const item = sourceItem({ ...source, expiresMs: 6, revokedMs: 7 });
  expect(JSON.parse(item['source']?.S ?? '')).toEqual(lasting);
  expect(parseSourceItem(item)).toEqual({ ...source, expiresMs: 6, revokedMs: 7 });
});
