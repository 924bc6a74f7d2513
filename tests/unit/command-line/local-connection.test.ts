import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { outputOf, resolveDeployment, tenantFor } from '#infra/command-line/deployment.ts';
import {
  connectionVariable,
  localConnectionPath,
  localNowMs,
  readLocalConnection,
  removeLocalConnection,
  writeLocalConnection,
} from '#infra/command-line/local-connection.ts';
import { scratchDirectory } from './scratch-directory.ts';

const scratch = scratchDirectory();

const connection = {
  processId: process.pid,
  startedMs: 1_000,
  apiUrl: 'http://127.0.0.1:4500',
  consoleUrl: 'http://127.0.0.1:4600',
  tenant: 'demo',
  writeKey: 'hf_secret',
  endpoints: {
    dynamodb: 'http://127.0.0.1:1',
    sqs: 'http://127.0.0.1:2',
    events: 'http://127.0.0.1:3',
    ses: 'http://127.0.0.1:4',
  },
  outputs: { EventQueueUrl: 'http://127.0.0.1:2/000000000000/events' },
};

/** No process has this id: it is above the largest that Linux gives. */
const endedProcessId = 2 ** 22 + 1;

afterEach(() => vi.unstubAllEnvs());

describe('readLocalConnection', () => {
  test('readLocalConnection finds what writeLocalConnection wrote, for its owner alone', () => {
    const path = writeLocalConnection(scratch.path, connection);
    expect(path).toBe(join(scratch.path, '.holdfast', 'local.json'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readLocalConnection(scratch.path)).toEqual({ ...connection, clock: null });
    removeLocalConnection(scratch.path);
    expect(() => readLocalConnection(scratch.path)).toThrow(
      `Cannot reach the local stack: ${path} is not there; run npm start, or pass --stack Holdfast for a deployed one`,
    );
  });

  test('readLocalConnection says that the process has ended', () => {
    writeLocalConnection(scratch.path, { ...connection, processId: endedProcessId });
    expect(() => readLocalConnection(scratch.path)).toThrow(
      `Cannot reach the local stack: process ${endedProcessId} has ended; run npm start`,
    );
  });

  test('readLocalConnection says that the file is damaged', () => {
    vi.stubEnv(connectionVariable, scratch.file('damaged.json', '{"processId":'));
    expect(() => readLocalConnection(scratch.path)).toThrow(/damaged.json is damaged .*run npm start again/);
  });

  test('removeLocalConnection leaves the file of another process alone', () => {
    const path = writeLocalConnection(scratch.path, { ...connection, processId: endedProcessId });
    removeLocalConnection(scratch.path);
    expect(statSync(path).isFile()).toBe(true);
    removeLocalConnection(scratch.path, endedProcessId);
    expect(() => statSync(path)).toThrow('ENOENT');
  });

  test('localConnectionPath follows HOLDFAST_CONNECTION', () => {
    expect(localConnectionPath('/project', { [connectionVariable]: '/elsewhere/here.json' })).toBe(
      '/elsewhere/here.json',
    );
    expect(localConnectionPath('/project', { [connectionVariable]: '' })).toBe(
      join('/project', '.holdfast', 'local.json'),
    );
  });
});

test('localNowMs follows the clock of the stack, and stops at the present where that does', () => {
  const at = (
    clock: { realMs: number; virtualMs: number; speed: number; stopsAtPresent: boolean } | null,
    realMs: number,
  ) => localNowMs({ ...connection, clock }, realMs);
  expect(at(null, 5_000)).toBe(5_000);
  expect(at({ realMs: 1_000, virtualMs: 100, speed: 10, stopsAtPresent: false }, 1_500)).toBe(5_100);
  expect(at({ realMs: 1_000, virtualMs: 100, speed: 10, stopsAtPresent: true }, 1_500)).toBe(1_500);
});

describe('resolveDeployment', () => {
  test('resolveDeployment talks to the local stack unless a deployed one is named', async () => {
    vi.stubEnv(connectionVariable, scratch.file('local.json', JSON.stringify(connection)));
    const deployment = await resolveDeployment({});
    expect(deployment).toMatchObject({ kind: 'local', tenant: 'demo', endpoints: connection.endpoints });
    expect(deployment.nowMs(7)).toBe(7);
    expect(tenantFor(deployment, undefined)).toBe('demo');
    expect(tenantFor(deployment, 'other')).toBe('other');
    expect(outputOf(deployment, 'EventQueueUrl')).toBe('http://127.0.0.1:2/000000000000/events');
    expect(() => outputOf(deployment, 'ApiUrl')).toThrow(
      'its stacks have no output "ApiUrl" (they have: EventQueueUrl)',
    );
    expect(() => tenantFor({ ...deployment, tenant: null }, undefined)).toThrow('pass --tenant NAME');
  });
});
