import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesLabel, findFiles } from '#infra/command-line/import/find-files.ts';
import { scratchDirectory } from '../scratch-directory.ts';

const { path: directory } = scratchDirectory();

function make(...names: string[]): string {
  const base = join(directory, `case-${Math.floor(performance.now() * 1000)}`);
  for (const name of names) {
    mkdirSync(join(base, name, '..'), { recursive: true });
    writeFileSync(join(base, name), name);
  }
  return base;
}

describe('findFiles', () => {
  test('findFiles takes paths, globs and directories with all below, sorted by path, each file once', async () => {
    const base = make('b/2.csv', 'b/1.csv', 'a.csv.gz', 'b/c/3.csv');
    const all = ['a.csv.gz', 'b/1.csv', 'b/2.csv', 'b/c/3.csv'].map((name) => join(base, name));
    expect(await findFiles([base])).toEqual(all);
    expect(await findFiles([join(base, 'b/2.csv'), join(base, 'b/*.csv'), base])).toEqual(all);
    expect(await findFiles([join(base, '**/[12].csv')])).toEqual(all.slice(1, 3));
  });

  test('findFiles passes over what tools leave in a directory', async () => {
    const base = make('part-1.csv', '_SUCCESS', '.part-1.csv.crc', '_temporary/x.csv');
    expect(await findFiles([base])).toEqual([join(base, 'part-1.csv')]);
  });

  test('findFiles takes one file once, also under two names', async () => {
    const base = make('real.csv');
    symlinkSync(join(base, 'real.csv'), join(base, 'alias.csv'));
    expect(await findFiles([base])).toEqual([join(base, 'alias.csv')]);
  });

  test('findFiles takes a file whose own name looks like a glob', async () => {
    const base = make('odd[1].csv');
    expect(await findFiles([join(base, 'odd[1].csv')])).toEqual([join(base, 'odd[1].csv')]);
  });

  test.each([
    [
      'a path that leads nowhere',
      'absent.csv',
      /the file cannot be read \(ENOENT: there is no such file\); check the path$/,
    ],
    ['a glob that matches nothing', '*.parquet', /no file matches; put the pattern in quotes and check it with ls$/],
    ['a directory without files', '.', /the directory holds no files/],
  ])('findFiles refuses %s', async (_, name, message) => {
    const base = make('_nothing');
    await expect(findFiles([join(base, name)])).rejects.toThrow(message);
  });

  test('filesLabel names one file by its path, and several by their number', () => {
    expect(filesLabel(['data/a.csv'])).toBe('data/a.csv');
    expect(filesLabel(['data/a.csv', 'data/b.csv'])).toBe('2 files (a.csv …)');
  });
});
