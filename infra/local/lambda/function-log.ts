import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** The log file of one function. */
export type FunctionLog = { readonly write: (line: string) => void; readonly close: () => Promise<void> };

const mostFileBytes = 20 * 1024 * 1024;
/** A line for each invocation would be a write to the file for each: they wait for others, so long or until they are so many. */
const longestWaitMs = 200;
const mostWaitingCharacters = 256 * 1024;
const mostShownCharacters = 500;

const structuredLine = z.object({
  level: z.string(),
  message: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});

/**
 * Opens `<directory>/<functionName>.log`. At 20 MB it is set aside as `….log.1`, which replaces the one before it.
 * Lines of level ERROR or CRITICAL are also given to `onError`.
 */
export const openFunctionLog = (
  directory: string,
  functionName: string,
  onError: (line: string) => void,
): FunctionLog => {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${functionName}.log`);
  let stream = openAppending(path);
  let bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (bytes > mostFileBytes) {
      stream.end();
      renameSync(path, `${path}.1`);
      stream = openAppending(path);
      bytes = 0;
    }
    bytes += waiting.length;
    stream.write(waiting);
    waiting = '';
  };
  const write = (line: string): void => {
    waiting += `${line}\n`;
    if (waiting.length >= mostWaitingCharacters) flush();
    else timer ??= setTimeout(flush, longestWaitMs);
    const shown = errorOf(line);
    if (shown !== undefined) onError(`${functionName}: ${shown.slice(0, mostShownCharacters)}`);
  };
  const close = (): Promise<void> => {
    flush();
    return new Promise((resolve) => stream.end(resolve));
  };
  return { write, close };
};

const openAppending = (path: string): WriteStream => createWriteStream(path, { flags: 'a' });

const errorOf = (line: string): string | undefined => {
  if (!/"(ERROR|CRITICAL)"/.test(line)) return undefined;
  try {
    const { level, message, error } = structuredLine.parse(JSON.parse(line));
    if (level !== 'ERROR' && level !== 'CRITICAL') return undefined;
    return error === undefined ? String(message) : `${String(message)}: ${error.message}`;
  } catch {
    // Not a structured line of the logger; it stays in the file.
    return undefined;
  }
};
