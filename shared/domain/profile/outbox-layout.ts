import type { Announcement, Change } from '#contracts/announcement.ts';
import { type Cause, riskBands } from '#contracts/transition.ts';
import { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/**
 * How an announcement lies in the attribute `outbox`, in the numbers and texts of `record-layout.ts`:
 *
 *     layout = 2
 *     mode: 0 live, 1 replay
 *     correlation id (text)
 *     cause: 0 event: its id and name (texts) · 1 time · 2 join: the other customer (text)
 *     number of changes, then for each:
 *       0 entered, or 1 exited: segment (text), version
 *       2 risk: from and to, positions in `riskBands`, then 0 without a score, or 1 and the score (8 bytes, a double)
 */
export const outboxLayoutVersion = 2;

const modes = ['live', 'replay'] as const;
const causeKinds = ['event', 'time', 'join'] as const;
const changeKinds = ['entered', 'exited', 'risk'] as const;

function writeCause(writer: ByteWriter, cause: Cause): void {
  writer.unsigned(causeKinds.indexOf(cause.kind));
  if (cause.kind === 'join') writer.text(cause.customerId);
  if (cause.kind !== 'event') return;
  writer.text(cause.eventId);
  writer.text(cause.eventName);
}

function writeChange(writer: ByteWriter, change: Change): void {
  writer.unsigned(changeKinds.indexOf(change.kind));
  if (change.kind === 'risk') {
    writer.unsigned(riskBands.indexOf(change.from));
    writer.unsigned(riskBands.indexOf(change.to));
    writer.unsigned(change.score === null ? 0 : 1);
    if (change.score !== null) writer.double(change.score);
  } else {
    writer.text(change.segment);
    writer.unsigned(change.segmentVersion);
  }
}

/** Announcement → bytes. */
export function encodeOutbox(announcement: Announcement): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(outboxLayoutVersion);
  writer.unsigned(modes.indexOf(announcement.mode));
  writer.text(announcement.correlationId);
  writeCause(writer, announcement.cause);
  writer.unsigned(announcement.changes.length);
  for (const change of announcement.changes) writeChange(writer, change);
  return writer.bytes();
}

/** Reads a number that stands for one of a list. Throws, naming what, if the list is shorter. */
function choice<T>(reader: ByteReader, what: string, list: readonly T[]): T {
  const position = reader.unsigned();
  const found = list[position];
  if (found === undefined) throw new Error(`Cannot read an outbox: ${what} number ${position} is not known`);
  return found;
}

function readCause(reader: ByteReader): Cause {
  const kind = choice(reader, 'cause', causeKinds);
  if (kind === 'time') return { kind };
  if (kind === 'join') return { kind, customerId: reader.text() };
  const eventId = reader.text();
  return { kind, eventId, eventName: reader.text() };
}

function readChange(reader: ByteReader): Change {
  const kind = choice(reader, 'change', changeKinds);
  if (kind !== 'risk') {
    const segment = reader.text();
    return { kind, segment, segmentVersion: reader.unsigned() };
  }
  const from = choice(reader, 'risk band', riskBands);
  const to = choice(reader, 'risk band', riskBands);
  return { kind, from, to, score: reader.unsigned() === 0 ? null : reader.double() };
}

/** Bytes → announcement. Throws on a layout that is not known, and on bytes that end too early or too late. */
export function decodeOutbox(bytes: Uint8Array): Announcement {
  const reader = new ByteReader(bytes);
  const layout = reader.unsigned();
  if (layout !== outboxLayoutVersion) {
    throw new Error(
      `Cannot read an outbox: its layout ${layout} is not known (this code knows ${outboxLayoutVersion})`,
    );
  }
  const mode = choice(reader, 'mode', modes);
  const correlationId = reader.text();
  const cause = readCause(reader);
  const changes: Change[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) changes.push(readChange(reader));
  reader.end();
  return { mode, correlationId, cause, changes };
}
