import type { LeftOutCause } from '#domain/training/audit/audited-item.ts';
import type { HistoryEntry } from '../import/read-history.ts';

type LeftOutEntry = Extract<HistoryEntry, { kind: 'refused' | 'bad' }>;

/** The reasons of an import that are no rule of a mapping. */
const causes = new Map<string, LeftOutCause>([
  ['no customer', 'no customer'],
  ['no customer id', 'no customer'],
  ['no moment', 'no date'],
  ['later than "now"', 'future date'],
  ['breaks the tracking plan', 'off the plan'],
  ['same id as an earlier line', 'repeated id'],
]);

/** A cell that holds nothing, as the message of a bad cell shows it. */
const emptyCell = /^column ".*" is "\s*",/;

/** Why an import would leave an entry out: an empty date is missing, another one cannot be read. */
export function leftOutCause({ kind, reason, detail }: Pick<LeftOutEntry, 'kind' | 'reason' | 'detail'>): LeftOutCause {
  if (reason === 'date does not parse') return emptyCell.test(detail) ? 'no date' : 'bad date';
  // What a decoder sets aside as off the schema begins with the place: properties are the plan's.
  if (reason === 'schema' && detail.startsWith('properties.')) return 'off the plan';
  return causes.get(reason) ?? (kind === 'refused' ? 'left out on purpose' : 'unreadable');
}
