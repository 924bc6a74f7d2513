import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { tenantSchema } from '#contracts/identifier.ts';
import { timeMsSchema } from '#contracts/time.ts';
import { CommandError, messageOf } from './command-error.ts';

/** Where a running local stack can be reached, and with what. */
export const localConnectionSchema = z.strictObject({
  processId: z.int().min(1),
  startedMs: timeMsSchema,
  apiUrl: z.url(),
  consoleUrl: z.url(),
  tenant: tenantSchema,
  writeKey: z.string().min(1),
  endpoints: z.strictObject({ dynamodb: z.url(), sqs: z.url(), events: z.url(), ses: z.url() }),
  /** The outputs of both stacks, by name. */
  outputs: z.record(z.string(), z.string()),
  /**
   * The clock that the stack lives by: at `realMs` it showed `virtualMs`, and it has run at `speed` since, not past the
   * present if `stopsAtPresent`. Written anew whenever the speed changes or the clock jumps. Null: the real clock.
   */
  clock: z
    .strictObject({
      realMs: timeMsSchema,
      virtualMs: timeMsSchema,
      speed: z.number().min(0),
      stopsAtPresent: z.boolean(),
    })
    .nullable()
    .default(null),
});
export type LocalConnection = z.infer<typeof localConnectionSchema>;

/** Names another file than `.holdfast/local.json`. */
export const connectionVariable = 'HOLDFAST_CONNECTION';

/** The file of the connection: what HOLDFAST_CONNECTION names, or `.holdfast/local.json` in `directory`. */
export function localConnectionPath(directory: string, environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment[connectionVariable];
  return named === undefined || named === '' ? join(directory, '.holdfast', 'local.json') : resolve(named);
}

/** Says how a local stack can be reached, readable by its owner only: it holds a write key. Returns the file's path. */
export function writeLocalConnection(directory: string, connection: z.input<typeof localConnectionSchema>): string {
  const path = localConnectionPath(directory);
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, `${JSON.stringify(localConnectionSchema.parse(connection), null, 2)}\n`, { mode: 0o600 });
  renameSync(next, path);
  return path;
}

/** Takes the file away again, unless another process has written its own since. */
export function removeLocalConnection(directory: string, processId = process.pid): void {
  const path = localConnectionPath(directory);
  try {
    const found = localConnectionSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (found.success && found.data.processId !== processId) return;
  } catch {
    // Not there, or not readable as JSON: there is nothing of anybody's to keep.
  }
  rmSync(path, { force: true });
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, but it belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Reads how the local stack can be reached. Throws, saying what to do, if none was started or it has ended. */
export function readLocalConnection(directory: string): LocalConnection {
  const path = localConnectionPath(directory);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw new CommandError(`Cannot reach the local stack: ${messageOf(error)}`);
    }
    throw new CommandError(
      `Cannot reach the local stack: ${path} is not there; run npm start, or pass --stack Holdfast for a deployed one`,
    );
  }
  let connection: LocalConnection;
  try {
    connection = localConnectionSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CommandError(
      `Cannot reach the local stack: ${path} is damaged (${messageOf(error)}); run npm start again`,
    );
  }
  if (!isRunning(connection.processId)) {
    throw new CommandError(`Cannot reach the local stack: process ${connection.processId} has ended; run npm start`);
  }
  return connection;
}

/** What the clock of a local stack shows at a real time. */
export function localNowMs(connection: LocalConnection, realMs: number): number {
  if (connection.clock === null) return realMs;
  const { speed, stopsAtPresent } = connection.clock;
  const nowMs = Math.floor(connection.clock.virtualMs + Math.max(0, realMs - connection.clock.realMs) * speed);
  return stopsAtPresent ? Math.min(nowMs, realMs) : nowMs;
}
