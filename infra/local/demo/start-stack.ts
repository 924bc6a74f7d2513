import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedClock } from '../clock.ts';
import { type EmbeddedAws, startEmbeddedAws } from '../embedded-aws.ts';
import type { EmbeddedStack } from './embedded-stack.ts';
import type { Run } from './run-streaming.ts';
import { synthesizeApart } from './synthesize-apart.ts';

/** A laptop that was asleep or busy for a moment should not wait six minutes for the message that it failed. */
const redeliverySeconds = 5;

/**
 * Synthesizes the CDK app into the run's directory and stands it up on the embedded AWS. What it starts is added to the
 * run's endings.
 * @throws Error when the app does not synthesize, when a resource is not understood, or when a port is in use.
 */
export async function startStack(run: Run, clock: EmbeddedClock, runDirectory: string): Promise<EmbeddedStack> {
  const { given, display, endings } = run;
  endings.add(() => rm(runDirectory, { recursive: true, force: true }));
  display.say('Synthesizing the CDK app…');
  const assemblyDirectory = join(runDirectory, 'assembly');
  await synthesizeApart(assemblyDirectory, run.signal);
  run.signal.throwIfAborted();
  display.say('Starting the embedded AWS from the synthesized templates…');
  const aws = await startEmbeddedAws({
    assemblyDirectory,
    dataDirectory: given.dataDirectory ?? undefined,
    clock,
    apiPort: given.apiPort,
    visibilityTimeoutSeconds: redeliverySeconds,
    // What breaks while everything is being ended is noise.
    log: (line) => {
      if (!run.signal.aborted) display.say(line);
    },
  });
  endings.add(aws.stop);
  void aws.failed.then((error) => {
    if (!run.signal.aborted) run.fail(new Error(`The embedded AWS has failed: ${error.message}`, { cause: error }));
  });
  return stackOf(aws);
}

function stackOf(aws: EmbeddedAws): EmbeddedStack {
  const { apiUrl } = aws;
  if (apiUrl === null) throw new Error('Cannot stream to the HTTP API: the templates have none');
  return {
    outputs: aws.outputs,
    endpoints: aws.endpoints,
    apiUrl,
    subscribe: (listener) => {
      aws.buses.subscribe(({ event }) => {
        if (event.source === 'holdfast') listener(event.detail);
      });
    },
    mailbox: () =>
      aws.mailbox().map(({ messageId, to, subject, html, atMs }) => {
        return { id: messageId, to: to.join(', '), subject, html, sentMs: atMs };
      }),
    settle: aws.settle,
    stop: aws.stop,
  };
}
