import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { lookAtFile, textOf } from '#infra/command-line/import/open-text.ts';
import { type Row, type RowFormat, rowsOf } from '#infra/command-line/import/read-rows.ts';
import { scratchDirectory } from '../scratch-directory.ts';

const { path: directory, file } = scratchDirectory();

const csv: RowFormat = { kind: 'csv', delimiter: ',', quote: '"', decimal: '.' };

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function* pieces(...texts: string[]) {
  yield* texts;
}

async function read(format: RowFormat, ...texts: string[]): Promise<Row[]> {
  return (await collected(rowsOf(pieces(...texts), format, 'shop.csv'))).flat();
}

async function text(path: string, encoding: 'utf8' | 'latin1' = 'utf8'): Promise<string> {
  const meter = { hash: createHash('sha256'), onBytes: () => {} };
  const found = await collected(textOf(path, await lookAtFile(path), encoding, meter));
  return found.join('');
}

describe('rowsOf', () => {
  test('rowsOf counts lines as an editor does: quoted line breaks, empty lines and both line ends', async () => {
    expect(await read(csv, 'a,b\r\n', '1,"x\ny"\n\n', '2,3\r\n4,"5 ""six"""')).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['1', 'x\ny'], line: 2 },
      { cells: ['2', '3'], line: 5 },
      { cells: ['4', '5 "six"'], line: 6 },
    ]);
  });

  test('rowsOf cuts at any number of blanks, across pieces of any size', async () => {
    expect(await read({ kind: 'whitespace' }, ' a  b\r', '\n\n 1', '  2\t3 \n')).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['1', '2', '3'], line: 3 },
    ]);
  });

  test('rowsOf says where a quote was opened that is never closed', async () => {
    await expect(read(csv, 'a,b\n1,2\n3,"4\n5,6\n')).rejects.toThrow(
      /^Cannot import shop.csv: the row that begins at line 3 is broken \(Quote Not Closed/,
    );
  });

  test('rowsOf does not let an open quote swallow a large file', async () => {
    await expect(read(csv, 'a,b\n1,"2\n', ...Array.from({ length: 40 }, () => 'x'.repeat(100_000)))).rejects.toThrow(
      'the row that begins at line 2 is broken (Max Record Size',
    );
    await expect(read({ kind: 'whitespace' }, 'a b\n', 'x'.repeat(2_000_000))).rejects.toThrow('line 2 is longer than');
  });
});

describe('textOf', () => {
  test('textOf unpacks by the first bytes of a file, whatever its name', async () => {
    expect(await text(file('plain.gz', 'a,b\n'))).toBe('a,b\n');
    expect(await text(file('packed.csv', gzipSync('a,é\n')))).toBe('a,é\n');
    expect(await text(file('empty.csv', ''))).toBe('');
  });

  test('textOf reads latin1 where the mapping says so, and refuses bytes that are no utf8', async () => {
    const path = file('latin1.csv', Buffer.from('café\n', 'latin1'));
    expect(await text(path, 'latin1')).toBe('café\n');
    // Spreadsheets say latin1 and mean Windows-1252.
    expect(await text(file('euro.csv', Buffer.from([0x80])), 'latin1')).toBe('€');
    await expect(text(path)).rejects.toThrow(
      /^Cannot import .*latin1.csv: the text is not valid utf8 .*correct "encoding" in the mapping$/,
    );
  });

  test('textOf says that a gzip file is cut off or broken', async () => {
    const packed = gzipSync('a,b\n'.repeat(10_000));
    await expect(text(file('cut.gz', packed.subarray(0, packed.length - 20)))).rejects.toThrow(
      /Cannot import .*cut.gz: the file cannot be read \(unexpected end of file\)/,
    );
    const broken = Buffer.from(packed).fill(0, 12, 30);
    await expect(text(file('broken.gz', broken))).rejects.toThrow(/Cannot import .*broken.gz: the file cannot be read/);
  });

  test('textOf names a file that is not there, and one that is a directory', async () => {
    await expect(text(join(directory, 'absent.csv'))).rejects.toThrow(
      /Cannot import .*absent.csv: the file cannot be read \(ENOENT/,
    );
    await expect(text(directory)).rejects.toThrow(`Cannot import ${directory}: the file cannot be read`);
  });
});
