import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { projectDirectory } from '#infra/project-directory.ts';

const startScript = join(projectDirectory, 'infra/local/start.ts');
let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-start-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

type Started = {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  until: (text: RegExp) => Promise<string>;
};

/** Starts a command of the project; its connection file is one of its own. */
function run(command: string, ...given: string[]): Started {
  const env = { ...process.env, HOLDFAST_CONNECTION: join(directory, 'local.json') };
  const child = spawn(command, given, { cwd: projectDirectory, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const until = async (text: RegExp): Promise<string> => {
    for (;;) {
      const found = text.exec(stdout);
      if (found !== null) return found[1] ?? found[0];
      if (child.exitCode !== null) throw new Error(`It ended before it said ${text}: ${stdout}${stderr}`);
      await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
    }
  };
  return { child, stdout: () => stdout, stderr: () => stderr, until };
}

const start = (...given: string[]) => run(process.execPath, startScript, ...given);

/** All processes that descend from one, by the process table of Linux. */
function descendants(processId: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, , parent] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return [{ id: Number(name), parent: Number(parent) }];
      } catch {
        // It ended while the table was read.
        return [];
      }
    });
  const children = parents.filter(({ parent }) => parent === processId).map(({ id }) => id);
  return children.flatMap((id) => [id, ...descendants(id)]);
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

const countsSchema = z.object({
  events: z.object({
    sent: z.int(),
    accepted: z.int(),
    applied: z.int(),
    duplicates: z.int(),
    quarantined: z.int(),
  }),
  customers: z.int(),
  segments: z.record(z.string(), z.int()),
  transitions: z.record(z.string(), z.int()),
  emails: z.int(),
  tasks: z.int(),
  outcomes: z.int(),
  upSeconds: z.number(),
  seconds: z.number(),
});

describe('npm start', () => {
  test('npm start --once --json runs a fixed amount, and every count adds up', async () => {
    const { child, stdout, stderr } = run('npm', 'start', '--silent', '--', '--once', '--json', '--customers', '250');
    const [code] = await once(child, 'close');
    expect(code, stderr()).toBe(0);
    const counts = countsSchema.parse(JSON.parse(stdout()));
    const { sent, accepted, applied, duplicates, quarantined } = counts.events;
    expect(accepted).toBe(sent);
    expect(applied + duplicates + quarantined).toBe(accepted);
    expect(sent).toBeGreaterThan(4000);
    expect(duplicates).toBeGreaterThan(0);
    expect(quarantined).toBeGreaterThan(0);
    expect(counts.customers).toBeGreaterThan(200);
    // Everybody who has been active is either active or slipping away.
    expect((counts.segments['active'] ?? 0) + (counts.segments['slipping-away'] ?? 0)).toBe(counts.customers);
    expect(Object.keys(counts.transitions).toSorted()).toEqual([
      'Churn Risk Changed',
      'Customer Migrated',
      'Segment Entered',
      'Segment Exited',
    ]);
    expect(counts.emails).toBeGreaterThan(50);
    expect(counts.tasks).toBeGreaterThan(0);
    expect(counts.outcomes).toBeGreaterThan(50);
    expect(counts.upSeconds).toBeLessThan(counts.seconds);
  });

  test('npm start --once counts the same in every run with the same seed, and otherwise with another', async () => {
    const runs = ['same', 'same', 'other'].map((seed) =>
      start('--once', '--json', '--customers', '40', '--seed', seed),
    );
    await Promise.all(runs.map(({ child }) => once(child, 'close')));
    const [first, again, other] = runs.map(({ child, stdout, stderr }) => {
      expect(child.exitCode, stderr()).toBe(0);
      return { ...countsSchema.parse(JSON.parse(stdout())), upSeconds: 0, seconds: 0 };
    });
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('npm start ends everything that it started at %s', async (signal) => {
    const { child, stdout, stderr, until } = start('--port', '0', '--api-port', '0', '--customers', '50');
    await until(/history, day \d+/);
    const processId = child.pid ?? 0;
    const started = descendants(processId);
    expect(started.length).toBeGreaterThan(0);
    child.kill(signal);
    const [code] = await once(child, 'close');
    expect(code, stdout() + stderr()).toBe(0);
    expect(stdout()).toMatch(/At the end:\n.*\n.* events · /);
    expect(started.filter(isRunning)).toEqual([]);
    expect(readdirSync(join(projectDirectory, '.holdfast'))).not.toContain(`run-${processId}`);
    expect(readdirSync(directory)).not.toContain('local.json');
  });

  test('npm start goes on where it was stopped when its data are kept', async () => {
    const data = join(directory, 'data');
    const given = ['--port', '0', '--api-port', '0', '--customers', '60', '--data', data];
    const readSession = async () => JSON.parse(await readFile(join(data, 'session.json'), 'utf8'));

    const first = start(...given);
    const key = await first.until(/Write key {2}(\w+)/);
    await first.until(/history, day ([5-9]|\d\d)/);
    first.child.kill('SIGINT');
    await once(first.child, 'close');
    const saved = await readSession();
    const customers = Number(
      /(\d+) customers · /.exec(first.stdout().slice(first.stdout().indexOf('At the end')))?.[1],
    );
    expect(customers).toBeGreaterThan(10);

    const second = start(...given);
    expect(await second.until(/Write key {2}(\w+)/)).toBe(key);
    const line = await second.until(/waiting for events \| (.*)/);
    expect(Number(/(\d+) customers/.exec(line)?.[1])).toBe(customers);
    await second.until(/history, day \d+/);
    second.child.kill('SIGINT');
    const [code] = await once(second.child, 'close');
    expect(code, second.stderr()).toBe(0);
    const continued = await readSession();
    expect(continued.demo.sentUntilMs).toBeGreaterThan(saved.demo.sentUntilMs);
    expect(continued.demo.fromMs).toBe(saved.demo.fromMs);
  });

  test('npm start says which port is in use, and leaves nothing behind', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    for (const option of ['--port', '--api-port']) {
      const others = option === '--port' ? ['--api-port', '0'] : ['--port', '0'];
      const { child, stderr } = start(option, String(port), ...others, '--no-demo');
      const [code] = await once(child, 'close');
      expect(code).toBe(1);
      expect(stderr()).toContain(`port ${port} is in use`);
    }
    server.close();
  });

  test('npm start refuses arguments that it does not know, before it starts anything', async () => {
    const { child, stdout, stderr } = start('--prot', '1');
    const [code] = await once(child, 'close');
    expect([code, stdout()]).toEqual([1, '']);
    expect(stderr()).toContain("Cannot start: Unknown option '--prot'");
  });
});
