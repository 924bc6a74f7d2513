/** Where the command line writes: results go to stdout, everything said on the way to stderr. */
export interface Terminal {
  readonly isInteractive: boolean;
  result(text: string): void;
  note(text: string): void;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    isInteractive: process.stderr.isTTY === true,
    result: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}
