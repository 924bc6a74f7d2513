import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { threadProgram } from '#infra/local/thread-program.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-threads-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, source: string): URL => {
  writeFileSync(join(directory, name), source);
  return pathToFileURL(join(directory, name));
};

test('threadProgram makes one module of TypeScript, its own modules, and packages where the project has them', async () => {
  write('double.ts', 'export const double = (value: number): number => value * 2;');
  const entry = write(
    'main.ts',
    `import { availableParallelism } from 'node:os';
     import { parentPort } from 'node:worker_threads';
     import * as z from 'zod';
     import { double } from './double.ts';
     const schema: z.ZodType<number> = z.number();
     parentPort?.postMessage([double(schema.parse(21)), availableParallelism() > 0]);`,
  );
  const worker = new Worker(await threadProgram(entry), { execArgv: [] });
  const said = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(said).toEqual([42, true]);
  await worker.terminate();
});

test('threadProgram makes each program once', async () => {
  const entry = write('once.ts', 'export {};');
  const first = await threadProgram(entry);
  expect(await threadProgram(new URL(entry.href))).toBe(first);
});

test('threadProgram throws where there is no such module', async () => {
  await expect(threadProgram(pathToFileURL(join(directory, 'nowhere.ts')))).rejects.toThrow('nowhere.ts');
});
