import type { AccountStanding, MemberCounts, Relations } from '#contracts/relations.ts';
import type { ByteReader, ByteWriter } from './variable-length-bytes.ts';

function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function writeMembers(writer: ByteWriter, members: MemberCounts): void {
  writer.unsigned(members.count);
  const inSegments = Object.entries(members.inSegments).toSorted(byText);
  writer.unsigned(inSegments.length);
  for (const [segment, count] of inSegments) {
    writer.text(segment);
    writer.unsigned(count);
  }
}

/**
 * What a profile knows of others, in the numbers and texts of `record-layout.ts`:
 *
 *     1 if members were counted, else 0; then how many they are, the number of segments asked about, and for each, by name:
 *       segment (text), how many members are in it
 *     number of accounts, then for each: account id (text), version, number of segments, each a text
 */
export function writeRelations(writer: ByteWriter, { members, accounts }: Relations): void {
  writer.unsigned(members === null ? 0 : 1);
  if (members !== null) writeMembers(writer, members);
  writer.unsigned(accounts.length);
  for (const { accountId, version, segments } of accounts) {
    writer.text(accountId);
    writer.unsigned(version);
    writer.unsigned(segments.length);
    for (const segment of segments) writer.text(segment);
  }
}

function readMembers(reader: ByteReader): MemberCounts {
  const count = reader.unsigned();
  const inSegments: MemberCounts['inSegments'] = {};
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const segment = reader.text();
    inSegments[segment] = reader.unsigned();
  }
  return { count, inSegments };
}

function readStanding(reader: ByteReader): AccountStanding {
  const accountId = reader.text();
  const version = reader.unsigned();
  const segments: string[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) segments.push(reader.text());
  return { accountId, version, segments };
}

/** Reads what `writeRelations` wrote. Throws on bytes that end too early. */
export function readRelations(reader: ByteReader): Relations {
  const members = reader.unsigned() === 0 ? null : readMembers(reader);
  const accounts: AccountStanding[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) accounts.push(readStanding(reader));
  return { members, accounts };
}
