import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Mapping, mappingSchema } from '#infra/command-line/mapping/mapping.ts';
import { readMapping } from '#infra/command-line/mapping/read-mapping.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { singles } from '../shop-mapping.ts';
import { importInto, RecordingQueue } from './import-harness.ts';

const scratch = scratchDirectory();
const good = 'who;when;paid\nann;2020-01-02;1\n';

async function imported(content: string | Uint8Array, refuseBadRows = false, mapping: Mapping = singles) {
  const path = scratch.file('input.csv', content);
  const queue = new RecordingQueue();
  const summary = await importInto(path, mapping, queue, join(scratch.path, 'states'), { refuseBadRows, again: true });
  return { queue, summary };
}

/** Files without a name that this process has open still; only Linux tells of them. */
function openScratchFiles(): string[] {
  if (!existsSync('/proc/self/fd')) return [];
  return readdirSync('/proc/self/fd').flatMap((name) => {
    const path = join('/proc/self/fd', name);
    // What listed the directory is gone by now.
    const target = existsSync(path) || lstatSync(path, { throwIfNoEntry: false }) ? readlinkSync(path) : '';
    return target.includes('holdfast-import-') ? [target] : [];
  });
}

describe('runImport of files that cannot be read', () => {
  const packed = gzipSync(`${good}${'bob;2020-01-02;1\n'.repeat(20_000)}`);
  const packedZstd = zstdCompressSync(`${good}${'bob;2020-01-02;1\n'.repeat(20_000)}`);

  test.each<[string, string | Uint8Array, string | RegExp]>([
    [
      'a gzip file that is cut off',
      packed.subarray(0, packed.length - 9),
      'the file cannot be read (unexpected end of file)',
    ],
    ['a gzip file with damaged bytes', Buffer.from(packed).fill(0, 30, 60), 'the file cannot be read ('],
    ['a zstd file that is cut off', packedZstd.subarray(0, packedZstd.length - 9), 'the file cannot be read ('],
    [
      'bytes that are no UTF-8',
      Buffer.from('who;when;paid\nann\xff;2020-01-02;1\n', 'latin1'),
      'the text is not valid utf8',
    ],
    [
      'half a character at its end',
      Buffer.concat([Buffer.from(good), Buffer.from([0xc3])]),
      'the text is not valid utf8',
    ],
    ['UTF-16, as spreadsheets write it', Buffer.from(`\ufeff${good}`, 'utf16le'), 'the text is not valid utf8'],
    ['nothing', '', 'the file is empty'],
    ['nothing, packed', gzipSync(''), 'the file is empty'],
    ['a quote that is never closed', `${good}"ann;2020-01-02;1\n`, 'the row that begins at line 3 is broken'],
    [
      'a quote that swallows much',
      `${good}"${'x\n'.repeat(3_000_000)}`,
      'the row that begins at line 3 is broken (Max Record Size',
    ],
    ['one line of 100 MB', Buffer.alloc(100_000_000, 'x'), 'the row that begins at line 1 is broken (Max Record Size'],
    [
      'one packed line of 100 MB',
      gzipSync(Buffer.alloc(100_000_000, 'x')),
      'the row that begins at line 1 is broken (Max Record Size',
    ],
    ['one column twice', 'who;when;paid;who\nann;2020-01-02;1;bob\n', 'line 1 names the column "who" twice'],
  ])('runImport says that a file has %s', async (_, content, message) => {
    await expect(imported(content)).rejects.toThrow(message);
    // With all bad rows allowed, a file that is no table is no better.
    await expect(imported(content, true)).rejects.toThrow(message);
    expect(openScratchFiles()).toEqual([]);
  });

  test('runImport says that a line of NDJSON has no end', async () => {
    const path = scratch.file('endless.ndjson', Buffer.alloc(20_000_000, '{"a":'));
    const { mapping } = readMapping('segment');
    await expect(importInto(path, mapping, new RecordingQueue(), scratch.path)).rejects.toThrow(
      `Cannot import ${path}: line 1 is longer than 1048576 characters: "{\\"a\\":`,
    );
  });
});

describe('runImport of odd rows', () => {
  test.each<[string, string, string]>([
    ['too few cells', `${good}bob;2020-01-02\n`, 'line 3: it has 2 cells, the columns are 3'],
    ['too many cells', `${good}bob;2020-01-02;1;2\n`, 'line 3: it has 4 cells, the columns are 3'],
    ['a NUL byte', `${good}b\0b;2020-01-02;1\n`, 'line 3: the cell "b\\u0000b" holds a NUL byte'],
    [
      'a number as no CSV has it',
      `${good}bob;2020-01-02;1e3\n`,
      'line 3: column "paid" is "1e3", which is not a number',
    ],
  ])('runImport ends at a row with %s, or counts it where it is told to', async (_, content, message) => {
    await expect(imported(content)).rejects.toThrow(message);
    expect((await imported(content, true)).summary.rows).toMatchObject({ read: 2, inEvents: 1, refused: 1 });
  });

  test.each<[string, string]>([
    ['a byte order mark', `\ufeff${good}`],
    ['line ends of Windows', good.replaceAll('\n', '\r\n')],
    ['no line end at its end', good.trimEnd()],
    ['empty lines', `\n${good}\n\n`],
    ['quotes around everything', 'who;when;paid\n"ann";"2020-01-02";"1"\n'],
    ['blanks around the names of columns', ' who ; when ;paid\nann;2020-01-02;1\n'],
  ])('runImport takes a file with %s as it is meant', async (_, content) => {
    const { queue } = await imported(content);
    expect(queue.events.map((event) => [event.userId, event.properties['total']])).toEqual([['ann', 1]]);
  });

  test('runImport takes line breaks in quotes for a part of the cell, and knows its lines still', async () => {
    await expect(imported('who;when;paid\n"an\r\nn";2020-01-02;1\nbob;never;1\n')).rejects.toThrow(
      'line 4: column "when"',
    );
  });

  test('runImport takes a file that has a header alone for one without rows', async () => {
    const { summary } = await imported('who;when;paid\n');
    expect(summary).toMatchObject({ status: 'finished', eventCount: 0, rows: { read: 0 } });
  });

  test('runImport refuses customers whose id stands for nobody, and says which', async () => {
    const { summary } = await imported(`${good}undefined;2020-01-02;1\n`);
    expect(summary.refused).toMatchObject([
      { reason: 'no customer', rows: 1, example: { detail: expect.stringContaining('"undefined"') } },
    ]);
  });
});

describe('names out of files and mappings', () => {
  const mappingWith = (properties: object) => ({
    ...singles,
    name: 'odd',
    events: [{ ...singles.events[0], properties }],
  });

  test('runImport takes columns that are called __proto__ and constructor for columns like others', async () => {
    const mapping = mappingSchema.parse({
      ...mappingWith({
        constructor: { column: '__proto__', as: 'text' },
        toString: { column: 'constructor', as: 'text' },
      }),
    });
    const { queue } = await imported(
      'who;when;paid;__proto__;constructor\nann;2020-01-02;1;polluted;yes\n',
      false,
      mapping,
    );
    expect(queue.events[0]?.properties).toEqual(
      Object.fromEntries([
        ['constructor', 'polluted'],
        ['toString', 'yes'],
        ['total', 1],
      ]),
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('readMapping refuses a property that is called __proto__, rather than losing it', () => {
    const text = JSON.stringify(mappingWith({ a: { constant: 1 } })).replace('"a":', '"__proto__":');
    const path = scratch.file('proto.json', text);
    expect(() => readMapping(path)).toThrow(
      `Cannot use the mapping ${path}: it is not JSON ("__proto__" is no name for anything in it)`,
    );
  });
});
