import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./synthesize.ts', import.meta.url));
const mostShownCharacters = 4_000;

/** What the app refused, in its own words, without the stack; any other failure whole, for whoever looks for it. */
function refusal(said: string): string {
  return /^Error: (.+)$/m.exec(said)?.[1] ?? said.trim().slice(-mostShownCharacters);
}

/**
 * Synthesizes the CDK app into a directory, in a process of its own that the signal ends. `context` goes on top of the local one.
 * @throws Error `Cannot synthesize the CDK app: …` with what the process had to say.
 */
export async function synthesizeApart(
  directory: string,
  signal: AbortSignal,
  context: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const child = spawn(process.execPath, [script, directory, JSON.stringify(context)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  const said = text(child.stderr);
  const [code] = await once(child, 'close');
  if (code === 0) return;
  const reason = refusal(await said);
  throw new Error(`Cannot synthesize the CDK app: ${reason === '' ? `exit code ${code}` : reason}`);
}
