import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Traffic } from './traffic.ts';

/** What the sender is asked to send, and how. */
export type SendTask = {
  readonly url: string;
  readonly authorization: string;
  readonly traffic: Traffic;
  /** Requests under way at once. */
  readonly connections: number;
  /** Null: each request as soon as one before it is answered. */
  readonly eventsPerSecond: number | null;
};

/** What became of it. Moments are Unix milliseconds with a fraction. */
export const sendReportSchema = z.object({
  seconds: z.number(),
  /** Processor time of the sender while it sent. */
  processorSeconds: z.number(),
  accepted: z.number(),
  quarantined: z.number(),
  /** How long each request took. */
  requestMs: z.array(z.number()),
  /** When each request was answered, by the id that the API gave it. */
  answeredMs: z.map(z.string(), z.number()),
  /** When the last request with an event of the customer was answered. */
  lastAnsweredMs: z.map(z.string(), z.number()),
});
export type SendReport = z.infer<typeof sendReportSchema>;

const program = fileURLToPath(new URL('./sender.ts', import.meta.url));

/**
 * Sends traffic from a process of its own, as clients are, so that neither its memory nor its turns count as the stack's; it shares
 * the machine's cores.
 * @throws Error when any request is not answered with 200.
 */
export async function send(task: SendTask): Promise<SendReport> {
  const child = fork(program, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`Cannot send the traffic: the sender ended with exit code ${code}`);
  });
  // Once the report is there, how the sender ends is of no interest.
  ended.catch(() => undefined);
  child.send(task);
  const [message] = await Promise.race([once(child, 'message'), ended]);
  child.disconnect();
  return sendReportSchema.parse(message);
}
