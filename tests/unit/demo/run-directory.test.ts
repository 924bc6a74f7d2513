import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRunDirectory } from '#infra/local/demo/run-directory.ts';

let base = '';
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'holdfast-runs-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe('makeRunDirectory', () => {
  test('makeRunDirectory makes an empty one of its own and sweeps those of runs that have ended', async () => {
    // Beyond the largest process id that Linux hands out.
    const ended = 2 ** 22 + 1;
    await mkdir(join(base, `run-${ended}`, 'assembly'), { recursive: true });
    await mkdir(join(base, `run-${process.ppid}`));
    await mkdir(join(base, 'other'));
    expect(await makeRunDirectory(base, process.pid)).toBe(join(base, `run-${process.pid}`));
    expect((await readdir(base)).toSorted()).toEqual(['other', `run-${process.pid}`, `run-${process.ppid}`].toSorted());
    expect(await readdir(join(base, `run-${process.pid}`))).toEqual([]);
  });
});
