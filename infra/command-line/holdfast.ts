import { runCommandLine } from './command-line.ts';
import { processTerminal } from './terminal.ts';

/** How long an orderly end may take after Ctrl-C. */
const orderlyEndSeconds = 10;

const interruptedExitCode = 130;
const controller = new AbortController();

// The first Ctrl-C asks for an orderly end; the second one, with the listener gone, ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    controller.abort();
    setTimeout(() => process.exit(interruptedExitCode), orderlyEndSeconds * 1000).unref();
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  signal: controller.signal,
  clock: Date.now,
});
