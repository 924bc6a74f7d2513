import type { ArchivedEvent } from '#contracts/archived-event.ts';

/** A column of the archive as Athena shows it. */
export interface ArchiveColumn {
  readonly name: string;
  readonly type: 'string' | 'bigint';
  readonly comment: string;
}

type Described = { readonly type: ArchiveColumn['type']; readonly comment: string };

/**
 * The parts of an archived event that are columns: all but the tenant, by which the table is partitioned. The SerDe
 * hands an object to a column of text as its JSON, for `json_extract_scalar(properties, '$.orderId')`.
 */
const described: Readonly<Record<Exclude<keyof ArchivedEvent, 'tenant'>, Described>> = {
  id: { type: 'string', comment: 'Two events of one customer with the same id are one' },
  type: { type: 'string', comment: 'track, identify, group, alias, page or screen' },
  name: { type: 'string', comment: 'What happened' },
  userId: { type: 'string', comment: 'Null while the user is not known' },
  anonymousId: { type: 'string', comment: 'The visitor' },
  accountId: { type: 'string', comment: 'The account' },
  timeMs: { type: 'bigint', comment: 'When it happened, in milliseconds since 1970 UTC' },
  receivedMs: { type: 'bigint', comment: 'When it was taken in, in milliseconds since 1970 UTC' },
  properties: { type: 'string', comment: 'JSON: properties, or the traits of identify and group' },
  context: { type: 'string', comment: 'JSON' },
  source: { type: 'string', comment: 'The source that sent it' },
  correlationId: { type: 'string', comment: 'The request that it came with' },
  mode: { type: 'string', comment: 'live, or replay for history' },
  asOfMs: { type: 'bigint', comment: 'The now of history, in milliseconds since 1970 UTC' },
};

/** `receivedMs` → `received_ms`: Athena knows no capitals. */
function columnName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** The columns of the table. */
export const archiveColumns: readonly ArchiveColumn[] = Object.entries(described).map(([field, about]) => {
  return { name: columnName(field), ...about };
});

/** Which part of the JSON a column is, for those whose names differ. */
export const archiveFieldMappings: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(described)
    .filter((field) => columnName(field) !== field)
    .map((field) => [`mapping.${columnName(field)}`, field]),
);
