import { type ArchivedEvent, archivedEventSchema } from '#contracts/archived-event.ts';

const lineBreak = 0x0a;

/**
 * Longest line that is read: several times as much as an event can have, so that a damaged object does not fill the
 * memory.
 */
const mostBytesOfLine = 4 * 1024 * 1024;

/**
 * Cuts a stream of bytes into lines, which end at a line feed and at nothing else. Holds one line and one piece of the
 * stream at a time. Throws on a line that is longer than any of ours.
 */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf(lineBreak); at !== -1; at = piece.indexOf(lineBreak, from)) {
      yield Buffer.concat([...rest, piece.subarray(from, at)]).toString('utf8');
      rest = [];
      restBytes = 0;
      from = at + 1;
    }
    if (from === piece.length) continue;
    rest.push(piece.subarray(from));
    restBytes += piece.length - from;
    if (restBytes > mostBytesOfLine) throw new Error(`a line is longer than ${mostBytesOfLine} bytes`);
  }
  if (restBytes > 0) yield Buffer.concat(rest).toString('utf8');
}

/** One line of an object → the event. Throws if it is none, or another tenant's. */
export function parseArchiveLine(tenant: string, text: string): ArchivedEvent {
  const event = archivedEventSchema.parse(JSON.parse(text));
  if (event.tenant !== tenant) throw new Error(`the event ${event.id} belongs to the tenant ${event.tenant}`);
  return event;
}

/**
 * What to do about an object that cannot be read. One that the store did not give, or not to its end, may be sound:
 * nobody is to move it away. What zlib finds wrong is damage.
 */
function adviceOn(error: unknown): string {
  const isAnswer = error instanceof Error && '$metadata' in error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  const isGiven = !isAnswer && (code === null || code.startsWith('Z_'));
  return isGiven ? 'restore this object, or move it away' : 'see that it can be read, then run the command again';
}

/** Reads the lines of an object as events of a tenant. @throws Error that names the object and the line. */
export async function* archivedEvents(
  tenant: string,
  key: string,
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<ArchivedEvent> {
  let number = 0;
  try {
    for await (const text of lines) {
      number += 1;
      yield parseArchiveLine(tenant, text);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot read the archive: ${key}, line ${number}: ${reason}; ${adviceOn(error)}`, { cause: error });
  }
}
