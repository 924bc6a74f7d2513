import { type ChildProcess, spawn } from 'node:child_process';

const killAfterMs = 3_000;
const keptLines = 20;

/** A child process that the embedded AWS started and that it must end. */
export type OwnedProcess = {
  readonly processId: number | undefined;
  /** Resolves, with the reason, when the process ended without having been stopped. */
  readonly died: Promise<Error>;
  /** Asks it to end, ends it hard after 3 s. Safe to call twice. */
  readonly stop: () => Promise<void>;
};

export type OwnedProcessOptions = {
  /** Names the process in errors. */
  readonly what: string;
  readonly command: string;
  readonly commandArguments: readonly string[];
};

/** Starts a child process that also ends when this process exits, however it exits (SIGKILL excepted). */
export const startOwnedProcess = (options: OwnedProcessOptions): OwnedProcess => {
  const child = spawn(options.command, options.commandArguments, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: Ctrl-C in a terminal reaches every process of the group, and would end this one first.
    detached: true,
  });
  const lastLines = keepLastLines(child);
  const killNow = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killNow);
  let stopping = false;
  const ended = new Promise<Error>((resolve) => {
    child.once('error', (error) =>
      resolve(new Error(`Cannot start ${options.what}: ${options.command}: ${error.message}`, { cause: error })),
    );
    child.once('close', (code, signal) =>
      resolve(
        new Error(`${options.what} ended by itself (${signal ?? `exit code ${code}`}): ${lastLines().join(' | ')}`),
      ),
    );
  });
  void ended.then(() => process.removeListener('exit', killNow));
  const died = new Promise<Error>((resolve) => {
    void ended.then((error) => {
      if (!stopping) resolve(error);
    });
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    child.kill('SIGTERM');
    const deadline = setTimeout(killNow, killAfterMs);
    await ended;
    clearTimeout(deadline);
  };
  return { processId: child.pid, died, stop };
};

const keepLastLines = (child: ChildProcess): (() => readonly string[]) => {
  let lines: string[] = [];
  const keep = (chunk: Buffer): void => {
    lines = [...lines, ...chunk.toString().split('\n').filter(Boolean)].slice(-keptLines);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => lines;
};
