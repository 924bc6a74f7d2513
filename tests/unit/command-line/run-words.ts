import { runCommandLine } from '#infra/command-line/command-line.ts';

/** Runs a command line without a terminal, on the first of January 2026: its exit code, and what it said where. */
export async function runWords(words: readonly string[]) {
  const seen = { results: [] as string[], notes: [] as string[] };
  const code = await runCommandLine(words, {
    terminal: {
      isInteractive: false,
      result: (text) => seen.results.push(text),
      note: (text) => seen.notes.push(text),
    },
    signal: new AbortController().signal,
    clock: () => Date.UTC(2026, 0, 1),
  });
  return { code, result: seen.results.join('\n'), note: seen.notes.join('\n') };
}
