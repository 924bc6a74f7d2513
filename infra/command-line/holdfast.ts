import { messageOf } from './command-error.ts';
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

const terminal = processTerminal();
try {
  // What retention/ declares is checked while it is loaded: whoever has just edited it needs the reason, and no trace.
  const { runCommandLine } = await import('./command-line.ts');
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    terminal,
    signal: controller.signal,
    clock: Date.now,
  });
} catch (error) {
  const message = messageOf(error);
  if (!message.startsWith('Cannot ')) throw error;
  terminal.note(message);
  process.exitCode = 1;
}
