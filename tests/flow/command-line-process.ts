import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createDynamoProfileReader } from '#adapters/aws/dynamodb-profile-reader.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { connectionVariable, writeLocalConnection } from '#infra/command-line/local-connection.ts';
import { allItems } from '#infra/command-line/paged.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import type { LocalHoldfast } from './local-holdfast.ts';

/** What a run of the command line left behind. */
export type CommandRun = { readonly code: number | null; readonly result: string; readonly note: string };

/** Looks on while a program runs, and can end it; returns what to do once it has ended. */
export type WhileRunning = (end: (signal: 'SIGINT' | 'SIGKILL') => void) => () => void;

/** The tenant of the local stack that the command line finds. */
export const tenant = 'shop';

/** Runs the command line against a local stack as a person would, in a process of its own; `directory` holds its files. */
export function commandLineOf(holdfast: LocalHoldfast, directory: string) {
  const { aws, clock } = holdfast;
  const apiUrl = aws.apiUrl ?? '';
  const path = writeLocalConnection(directory, {
    processId: process.pid,
    startedMs: clock.nowMs(),
    apiUrl,
    consoleUrl: apiUrl,
    tenant,
    writeKey: 'hf_of_nobody',
    endpoints: aws.endpoints,
    outputs: { ...aws.outputs },
    clock: { realMs: Date.now(), virtualMs: clock.nowMs(), speed: clock.speed(), stopsAtPresent: false },
  });
  const program = join(projectDirectory, 'infra/command-line/holdfast.ts');
  return (words: readonly string[], whileRunning: WhileRunning = () => () => {}) => {
    const child = spawn(process.execPath, [program, ...words], {
      env: { ...process.env, [connectionVariable]: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { result: '', note: '' };
    child.stdout.on('data', (chunk) => {
      out.result += chunk;
    });
    child.stderr.on('data', (chunk) => {
      out.note += chunk;
    });
    const ended = whileRunning((signal) => child.kill(signal));
    return new Promise<CommandRun>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, ...out }));
    }).finally(ended);
  };
}

/** All profiles of a tenant, by customer. */
export async function profilesOf(holdfast: LocalHoldfast, owner: string): Promise<Map<string, ProfileRecord>> {
  const reader = createDynamoProfileReader({
    client: holdfast.dynamo,
    tableName: holdfast.output('CustomerTableName'),
  });
  const found = new Map<string, ProfileRecord>();
  for await (const record of allItems((page) => reader.profiles(owner, page), 1_000)) {
    found.set(record.customerId, record);
  }
  return found;
}
