import { type Announcement, type Change, heldBackReasons } from '#contracts/announcement.ts';
import { type Cause, riskBands } from '#contracts/transition.ts';
import { readReadValue, writeReadValue } from './read-value-layout.ts';
import { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/**
 * How an announcement lies in the attribute `outbox`, in the numbers and texts of `record-layout.ts`:
 *
 *     layout = 3
 *     mode: 0 live, 1 replay
 *     correlation id (text)
 *     cause: 0 event: its id and name (texts) · 1 time · 2 join: the other customer (text) · 3 definition ·
 *       4 relation: the other profile (text) and its version
 *     number of changes, then for each:
 *       0 entered, or 1 exited: segment (text), version,
 *         how it is taken in (0 not, 1 silently, 2 announced) + 4 if a leaf decided,
 *         then of the leaf: its position, and its value before and after
 *       2 risk: from and to, positions in `riskBands`, then 0 without a score, or 1 and the score (8 bytes, a double)
 *       3 held back: segment (text), version, by what, its position in `heldBackReasons`
 *     a value: 0 null · 1 false · 2 true · 3 a whole number (zigzag) · 4 a double (8 bytes) · 5 a text
 *
 * Layout 2 had only the segment and the version of an entry or exit.
 */
export const outboxLayoutVersion = 3;

const olderLayoutVersion = 2;

const modes = ['live', 'replay'] as const;
const causeKinds = ['event', 'time', 'join', 'definition', 'relation'] as const;
const changeKinds = ['entered', 'exited', 'risk', 'held back'] as const;
const mannersOfTakingIn = [null, 'silently', 'announced'] as const;
const leafFlag = 4;

function writeCause(writer: ByteWriter, cause: Cause): void {
  writer.unsigned(causeKinds.indexOf(cause.kind));
  if (cause.kind === 'join' || cause.kind === 'relation') writer.text(cause.customerId);
  if (cause.kind === 'relation') writer.unsigned(cause.profileVersion);
  if (cause.kind !== 'event') return;
  writer.text(cause.eventId);
  writer.text(cause.eventName);
}

type StayChange = Extract<Change, { kind: 'entered' | 'exited' }>;

function writeStay(writer: ByteWriter, { takenIn, leaf }: StayChange): void {
  writer.unsigned(mannersOfTakingIn.indexOf(takenIn) + (leaf === null ? 0 : leafFlag));
  if (leaf === null) return;
  writer.unsigned(leaf.position);
  writeReadValue(writer, leaf.before);
  writeReadValue(writer, leaf.after);
}

function writeChange(writer: ByteWriter, change: Change): void {
  writer.unsigned(changeKinds.indexOf(change.kind));
  if (change.kind === 'risk') {
    writer.unsigned(riskBands.indexOf(change.from));
    writer.unsigned(riskBands.indexOf(change.to));
    writer.unsigned(change.score === null ? 0 : 1);
    if (change.score !== null) writer.double(change.score);
    return;
  }
  writer.text(change.segment);
  writer.unsigned(change.segmentVersion);
  if (change.kind === 'held back') writer.unsigned(heldBackReasons.indexOf(change.by));
  else writeStay(writer, change);
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
  if (kind === 'time' || kind === 'definition') return { kind };
  if (kind === 'join') return { kind, customerId: reader.text() };
  if (kind === 'relation') {
    const customerId = reader.text();
    return { kind, customerId, profileVersion: reader.unsigned() };
  }
  const eventId = reader.text();
  return { kind, eventId, eventName: reader.text() };
}

function readStay(reader: ByteReader, layout: number): Pick<StayChange, 'takenIn' | 'leaf'> {
  if (layout === olderLayoutVersion) return { takenIn: null, leaf: null };
  const flags = reader.unsigned();
  const takenIn = mannersOfTakingIn[flags % leafFlag];
  if (takenIn === undefined || flags >= 2 * leafFlag) {
    throw new Error(`Cannot read an outbox: the flags ${flags} of a change are not known`);
  }
  if (flags < leafFlag) return { takenIn, leaf: null };
  const position = reader.unsigned();
  const before = readReadValue(reader);
  return { takenIn, leaf: { position, before, after: readReadValue(reader) } };
}

function readChange(reader: ByteReader, layout: number): Change {
  const kind = choice(reader, 'change', changeKinds);
  if (kind === 'risk') {
    const from = choice(reader, 'risk band', riskBands);
    const to = choice(reader, 'risk band', riskBands);
    return { kind, from, to, score: reader.unsigned() === 0 ? null : reader.double() };
  }
  const segment = reader.text();
  const segmentVersion = reader.unsigned();
  if (kind !== 'held back') return { kind, segment, segmentVersion, ...readStay(reader, layout) };
  return { kind, segment, segmentVersion, by: choice(reader, 'reason', heldBackReasons) };
}

/** Bytes → announcement. Throws on a layout that is not known, and on bytes that end too early or too late. */
export function decodeOutbox(bytes: Uint8Array): Announcement {
  const reader = new ByteReader(bytes);
  const layout = reader.unsigned();
  if (layout !== outboxLayoutVersion && layout !== olderLayoutVersion) {
    throw new Error(
      `Cannot read an outbox: its layout ${layout} is not known (this code knows ${olderLayoutVersion} and ${outboxLayoutVersion})`,
    );
  }
  const mode = choice(reader, 'mode', modes);
  const correlationId = reader.text();
  const cause = readCause(reader);
  const changes: Change[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) changes.push(readChange(reader, layout));
  reader.end();
  return { mode, correlationId, cause, changes };
}
