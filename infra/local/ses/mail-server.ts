import { Worker } from 'node:worker_threads';
import { maxYoungGenerationSizeMb, threadProgram } from '../thread-program.ts';
import type { MailServerMessage } from './mail-messages.ts';
import type { Mailbox } from './mailbox.ts';

/** SES v2 on this machine: takes every mail and puts it into the mailbox. */
export type MailServer = {
  readonly endpoint: string;
  /** Resolves, with the reason, when the server died without having been stopped. */
  readonly died: Promise<Error>;
  readonly stop: () => Promise<void>;
};

const entry = new URL('./mail-server-thread.ts', import.meta.url);

/** Starts the mail server. @throws Error when it cannot start. */
export const startMailServer = async (mailbox: Mailbox, nowMs: () => number): Promise<MailServer> => {
  const worker = new Worker(await threadProgram(entry), {
    execArgv: [],
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  let stopping = false;
  let report: (error: Error) => void = () => undefined;
  const died = new Promise<Error>((resolve) => {
    report = (error) => {
      if (!stopping) resolve(error);
    };
  });
  const listening = new Promise<number>((resolve, reject) => {
    worker.on('message', (message: MailServerMessage) => {
      if (message.kind === 'mail') mailbox.add({ ...message.mail, atMs: nowMs() });
      else if (message.kind === 'listening') resolve(message.port);
      else reject(new Error(`Cannot start SES: ${message.reason}`));
    });
    worker.on('error', (error) => {
      reject(new Error(`Cannot start SES: ${String(error)}`, { cause: error }));
      report(new Error(`SES ended by itself: ${String(error)}`, { cause: error }));
    });
    worker.on('exit', (code) => {
      reject(new Error(`Cannot start SES: its thread ended with ${code}`));
      report(new Error(`SES ended by itself (exit code ${code})`));
    });
  });
  const port = await listening;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    died,
    stop: async () => {
      stopping = true;
      await worker.terminate();
    },
  };
};
