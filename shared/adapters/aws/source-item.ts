import * as z from 'zod';
import { type Source, sourceSchema } from '#contracts/source.ts';
import { keyIdOf } from '#domain/ingest/write-key.ts';
import { type Item, optionalNumber, text } from './item-attributes.ts';

/** What never changes of a source, as one text. Code that knows of no end of a key reads this alone, and can still. */
const lastingSchema = z.strictObject({
  writeKeyHash: z.string(),
  tenant: z.string(),
  name: z.string(),
  createdMs: z.number(),
});

/** Source → item, under the hash of its write key. */
export function sourceItem({ writeKeyHash, tenant, name, createdMs, expiresMs, revokedMs }: Source): Item {
  const item: Item = {
    pk: { S: writeKeyHash },
    source: { S: JSON.stringify({ writeKeyHash, tenant, name, createdMs }) },
    tenant: { S: tenant },
  };
  if (expiresMs !== null) item['expiresMs'] = { N: String(expiresMs) };
  if (revokedMs !== null) item['revokedMs'] = { N: String(revokedMs) };
  return item;
}

/** Item → source; one that was written before keys could end is good until someone ends it. Throws if the item holds none. */
export function parseSourceItem(item: Item): Source {
  const lasting = lastingSchema.parse(JSON.parse(text(item, 'source')));
  return sourceSchema.parse({
    ...lasting,
    keyId: keyIdOf(lasting.writeKeyHash),
    expiresMs: optionalNumber(item, 'expiresMs'),
    revokedMs: optionalNumber(item, 'revokedMs'),
  });
}
