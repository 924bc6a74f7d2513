import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { count, netMoney } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { last, meaning } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import { compileFeatures } from '#domain/features/compile-features.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { Rfm } from '#domain/training/rfm-clusters.ts';

const definitions = [
  feature('recency', daysSince(last(meaning('purchase'))), { description: 'time since the last purchase' }),
  feature('frequency', count(meaning('purchase')), { description: 'number of purchases' }),
  feature('monetary', netMoney(), { description: 'money paid less money returned' }),
];

/** Every profile has what these read, whatever is declared in `retention/`. */
const compiled = compileFeatures(definitions, {
  cellNumber: (_, spec) => {
    throw new Error(`Cannot read recency, frequency and monetary value: they would need a cell of ${spec.kind}`);
  },
});

/**
 * A customer's recency, frequency and monetary value of purchases, returns taken off; null if nothing was bought. One that
 * only has history is looked at as of the time that it was judged under.
 */
export function rfmOf(record: ProfileRecord, nowMs: number): Rfm | null {
  const atMs = record.clock === 'replay' ? record.judgedMs : Math.max(nowMs, record.judgedMs);
  const subject = { state: decodeState(record.state), nowMs: atMs, population: null, relations: noRelations };
  const read = (name: string) => compiled.get(name)?.read(subject).value;
  const [recencyDays, frequency, monetary] = [read('recency'), read('frequency'), read('monetary')];
  if (typeof recencyDays !== 'number' || typeof frequency !== 'number' || typeof monetary !== 'number') return null;
  return { recencyDays: Math.max(0, recencyDays), frequency, monetary };
}
