import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { projectDirectory } from '#infra/project-directory.ts';

const program = join(projectDirectory, 'tests/simulation/sim.ts');

/** Runs the command as a person would; an exit code other than 0 is no error here. */
function sim(...words: string[]): Promise<{ code: number; result: string; note: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...words], { maxBuffer: 2 ** 27 }, (_error, result, note) => {
      resolve({ code: child.exitCode ?? -1, result, note });
    });
  });
}

test('sim runs seeds and prints one JSON object for --json', async () => {
  const { code, result } = await sim('--seeds', '6', '--json');
  const schema = z.looseObject({ seeds: z.literal(6), differences: z.literal(0), failures: z.array(z.unknown()) });
  expect(schema.parse(JSON.parse(result)).failures).toEqual([]);
  expect(code).toBe(0);
});

test('sim replays one seed with its trace', async () => {
  const { code, result } = await sim('--seed', '2');
  expect(code).toBe(0);
  expect(result).toMatch(/^\d{4}-.*profile#1 begins/m);
  expect(result).toMatch(/differences +0$/m);
});

test('sim refuses a seed that is no number, with the value', async () => {
  const { code, note } = await sim('--seed', 'seven');
  expect(code).toBe(1);
  expect(note).toContain('Cannot read --seed: "seven" is no whole number from 1 to 10,000,000');
});

test('sim ends quietly when nobody reads on', async () => {
  const child = spawn(process.execPath, [program, '--seed', '2'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let note = '';
  child.stderr.on('data', (chunk) => {
    note += chunk;
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect(await ended).toEqual([141, null]);
  expect(note).toBe('');
});
