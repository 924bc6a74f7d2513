/** Where the command line writes: results go to stdout, everything said on the way to stderr. */
export interface Terminal {
  readonly isInteractive: boolean;
  result(text: string): void;
  note(text: string): void;
}

/** The exit code of a program whose reader went away (128 + SIGPIPE), as other programs in a pipe have it. */
const brokenPipeExitCode = 141;

function isBrokenPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}

/** Whoever reads the results may stop, as `head -1` does: then there is nothing left to do. */
function endWithReader(error: Error): never {
  if (isBrokenPipe(error)) process.exit(brokenPipeExitCode);
  throw new Error(`Cannot write the result: ${error.message}`, { cause: error });
}

/** What is said on the way may stay unread; the results still count. */
function goOnUnread(error: Error): void {
  if (!isBrokenPipe(error)) throw new Error(`Cannot write to stderr: ${error.message}`, { cause: error });
}

/** The terminal of this process, to be made once. The process ends quietly when nobody reads its results any more. */
export function processTerminal(): Terminal {
  process.stdout.on('error', endWithReader);
  process.stderr.on('error', goOnUnread);
  return {
    isInteractive: process.stderr.isTTY === true,
    result: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}
