import * as z from 'zod';
import { type QuarantinedEvent, quarantineReasons } from '#contracts/quarantine.ts';
import { isoTime } from '#contracts/time.ts';
import { firstProblem } from '#domain/ingest/first-problem.ts';
import { CommandError } from '../command-error.ts';

/** A line of an exported quarantine: people mend `content`, and the rest says which entry it is. */
const lineSchema = z.object({
  id: z.string().min(1).max(200),
  reason: z.enum(quarantineReasons),
  content: z.json(),
});

/** What a line of a mended file says: the entry, and the content that it should have. */
export type MendedLine = z.infer<typeof lineSchema>;

/** Most lines of a mended file. */
const maximumLines = 100_000;

function contentOf(entry: QuarantinedEvent): unknown {
  try {
    return JSON.parse(entry.content);
  } catch {
    // It was cut, so it is no JSON any more: shown as it is.
    return entry.content;
  }
}

/** An entry as a line of NDJSON, its content to be mended in an editor. */
export function exportLine(entry: QuarantinedEvent): string {
  const { id, reason, detail, source, receivedMs } = entry;
  return JSON.stringify({ id, reason, detail, source, received: isoTime(receivedMs), content: contentOf(entry) });
}

/** Reads what `exportLine` wrote and people mended. Throws a CommandError that names the line. */
export function readMended(text: string, path: string): MendedLine[] {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const filled = lines.filter(({ line }) => line !== '');
  if (filled.length > maximumLines) {
    throw new CommandError(`Cannot read ${path}: ${filled.length} lines, at most ${maximumLines} at a time; split it`);
  }
  return filled.map(({ line, number }) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandError(`Cannot read ${path}: line ${number} is no JSON (${why}); mend it, nothing was sent`);
    }
    const known = lineSchema.safeParse(parsed);
    if (known.success) return known.data;
    const problem = firstProblem(known.error, parsed);
    throw new CommandError(`Cannot read ${path}: line ${number}: ${problem}; mend it, nothing was sent`);
  });
}
