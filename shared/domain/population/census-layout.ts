import * as z from 'zod';
import { tenantSchema } from '#contracts/identifier.ts';
import { timeMsSchema } from '#contracts/time.ts';
import type { GroupTally } from './group-tally.ts';
import { createSample, mostSampled } from './sample.ts';
import { decodeRows, encodeRows } from './sample-layout.ts';

const groupSchema = z.strictObject({
  tenant: tenantSchema,
  subject: z.enum(['customer', 'account']),
  clock: z.enum(['live', 'replay']),
  readMs: timeMsSchema,
  attempt: z.int(),
  isUneven: z.boolean(),
  profiles: z.int(),
  incomplete: z.int(),
  woken: z.int(),
  revenueMinor: z.int(),
  features: z.array(z.strictObject({ customers: z.int(), sum: z.number() })),
  segments: z.array(z.strictObject({ members: z.int(), heldBack: z.int(), notJudged: z.int(), revenueMinor: z.int() })),
  /** How many bytes the rows of the sample have, behind those of the groups before. */
  rowBytes: z.int().min(0),
});
const headerSchema = z.array(groupSchema);

const lengthBytes = 4;

/** What a census has counted so far, as bytes: the counts as JSON behind their length, then the rows of each sample. */
export function encodeCensus(groups: readonly GroupTally[]): Uint8Array {
  const parts = groups.map((group) => encodeRows(group.sample.rows(), group.features.length));
  const header = groups.map(({ sample: _, ...counts }, index) => ({ ...counts, rowBytes: parts[index]?.length ?? 0 }));
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(lengthBytes + json.length + parts.reduce((sum, part) => sum + part.length, 0));
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, lengthBytes);
  let at = lengthBytes + json.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The inverse of `encodeCensus`. Throws on bytes that are none. */
export function decodeCensus(bytes: Uint8Array): GroupTally[] {
  const jsonLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, lengthBytes + jsonLength));
  let at = lengthBytes + jsonLength;
  return headerSchema.parse(JSON.parse(text)).map(({ rowBytes, ...counts }) => {
    const rows = decodeRows(bytes.subarray(at, at + rowBytes), counts.features.length);
    at += rowBytes;
    return { ...counts, sample: createSample(mostSampled, rows) };
  });
}
