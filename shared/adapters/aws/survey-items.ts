import { hash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type SurveyProgress, surveyProgressSchema } from '#contracts/survey-progress.ts';
import { censusKeptSeconds, type StoredSurvey } from '#ports/survey-progress-store.ts';
import { bytes, type Item, number, optionalNumber, text } from './item-attributes.ts';

/** The survey is of all tenants: its partition has no "|", so it meets no other. */
export const surveyPartition = 'survey';
export const progressSortKey = 'progress';

/** Bytes of one part: an item takes 400 KB at most, its keys included. */
const partBytes = 380_000;

/** Most bytes that a census is unpacked to: four times what the bound on sampled rows allows. */
const mostCensusBytes = 512 * 1_024 * 1_024;

export const partSortKey = (content: string, index: number) => `part#${content}#${String(index).padStart(4, '0')}`;

/**
 * Where the parts of a census lie: the hash of the content, so that two writers never mix theirs, and how many there
 * are.
 */
export type CensusParts = { readonly content: string; readonly count: number };

/**
 * A census as parts that fit into items. They expire by themselves, so nobody has to remove those that are out of date.
 */
export function censusItems(census: Uint8Array, startedMs: number): { parts: CensusParts; items: Item[] } {
  const packed = gzipSync(census, { level: 1 });
  const content = hash('sha256', packed, 'hex').slice(0, 32);
  const count = Math.ceil(packed.length / partBytes);
  const items = Array.from({ length: count }, (_, index) => ({
    pk: { S: surveyPartition },
    sk: { S: partSortKey(content, index) },
    part: { B: Uint8Array.from(packed.subarray(index * partBytes, (index + 1) * partBytes)) },
    expiresAt: { N: String(Math.ceil(startedMs / 1000) + censusKeptSeconds) },
  }));
  return { parts: { content, count }, items };
}

/** The parts of a census, in their order → the census; null if one is missing. */
export function censusOfItems(items: readonly (Item | null)[]): Uint8Array | null {
  const parts = items.flatMap((item) => (item === null ? [] : [bytes(item, 'part')]));
  if (parts.length === 0 || parts.length < items.length) return null;
  return Uint8Array.from(gunzipSync(Buffer.concat(parts), { maxOutputLength: mostCensusBytes }));
}

/** The item that says where the survey is; what it has counted lies in the parts. */
export function progressItem({ progress }: StoredSurvey, parts: CensusParts | null): Item {
  return {
    pk: { S: surveyPartition },
    sk: { S: progressSortKey },
    version: { N: String(progress.version) },
    entry: { S: JSON.stringify(progress) },
    ...(parts === null ? {} : { content: { S: parts.content }, parts: { N: String(parts.count) } }),
  };
}

/** Item → progress, and where its census lies. Throws if the item does not hold one. */
export function parseProgressItem(item: Item): { progress: SurveyProgress; parts: CensusParts | null } {
  const progress = surveyProgressSchema.parse(JSON.parse(text(item, 'entry')));
  const hasParts = optionalNumber(item, 'parts') !== null;
  return { progress, parts: hasParts ? { content: text(item, 'content'), count: number(item, 'parts') } : null };
}
