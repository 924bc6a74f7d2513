import { readdirSync, writeSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankOf } from '#infra/command-line/import/customer-order.ts';
import { CustomerSpool, type SpoolLimits, type SpoolSettings } from '#infra/command-line/import/customer-spool.ts';
import { ScratchFile } from '#infra/command-line/import/scratch-file.ts';
import { scratchDirectory } from '../scratch-directory.ts';

const scratch = scratchDirectory();
const wide: SpoolLimits = { leafBytes: 1_000_000, customerBytes: 1_000_000 };

/** Everything that comes back out, leaf by leaf. */
function leavesOf(rows: readonly (readonly [string, string])[], settings: SpoolSettings): string[][] {
  const spool = new CustomerSpool({ directory: scratch.path, ...settings });
  try {
    for (const [customer, text] of rows) spool.add(customer, text);
    return Array.from(spool.leaves(), (leaf) => leaf());
  } finally {
    spool.remove();
  }
}

describe('CustomerSpool', () => {
  const row = fc.tuple(
    fc.constantFrom('ann', 'bob', 'cy', 'dee', 'eve', 'fay'),
    fc.string().map((text) => text.replaceAll('\n', '')),
  );

  test('CustomerSpool gives everything back, in the order of ranks and within a customer in the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const named = rows.map(([customer, text], index) => [customer, `${customer} ${index} ${text}`] as const);
        const expected = named
          .map(([customer, text], index) => ({ rank: rankOf(customer), index, text: text.toWellFormed() }))
          .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.index - b.index))
          .map(({ text }) => text);
        expect(
          leavesOf(
            named.map(([customer, text]) => [customer, text.toWellFormed()]),
            { limits: wide },
          ).flat(),
        ).toEqual(expected);
      }),
    );
  });

  test('CustomerSpool keeps the order however small its leaves have to be', () => {
    const rows = Array.from(
      { length: 3_000 },
      (_, index) => [`c${index % 700}`, `row ${index} ${'x'.repeat(40)}`] as const,
    );
    const large = leavesOf(rows, { limits: { leafBytes: 100_000_000, customerBytes: 100_000_000 } });
    const small = leavesOf(rows, { limits: { leafBytes: 100, customerBytes: 100_000 } });
    expect(small.flat()).toEqual(large.flat());
    expect(Math.max(...small.map((leaf) => leaf.length))).toBeLessThan(10);
  });

  test('CustomerSpool never parts a customer, and takes one up to the limit of a customer', () => {
    const rows = Array.from({ length: 500 }, (_, index) => ['ann', `row ${index} ${'x'.repeat(100)}`] as const);
    const leaves = leavesOf(rows, { limits: { leafBytes: 1_000, customerBytes: 100_000 } });
    expect(leaves.map((leaf) => leaf.length)).toEqual([500]);
  });

  test('CustomerSpool says so when one customer is too large for memory', () => {
    const rows = Array.from({ length: 500 }, (_, index) => ['guest-of-all', `guest-of-all row ${index}`] as const);
    expect(() => leavesOf([['ann', 'a'], ...rows], { limits: { leafBytes: 1_000, customerBytes: 5_000 } })).toThrow(
      /^Cannot import so much of one customer: 500 rows are more than the 0 MB that fit in memory \(guest-of-all row 0…\)/,
    );
  });

  test('CustomerSpool says so when the disk is full, and leaves nothing behind', () => {
    const full = () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    expect(() => leavesOf([['ann', 'x'.repeat(100_000)]], { write: full })).toThrow(
      `Cannot set rows aside in ${scratch.path}: no space left after 0 MB; free some space there`,
    );
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  test('CustomerSpool names a directory that it cannot write to', () => {
    expect(() => new CustomerSpool({ directory: '/nowhere/at/all' })).toThrow(
      /^Cannot set rows aside in \/nowhere\/at\/all: ENOENT/,
    );
  });
});

describe('ScratchFile', () => {
  test('ScratchFile has no name on the disk while it is used, so nothing can be left behind', () => {
    const file = new ScratchFile(scratch.path);
    const first = file.append('é one\n', -1);
    const second = file.append('two\n', first);
    expect(readdirSync(scratch.path)).toEqual([]);
    expect([...file.chunks(second)]).toEqual(['é one\n', 'two\n']);
    file.remove();
    file.remove();
  });

  test('ScratchFile goes on where the disk took a part of a chunk only', () => {
    const file = new ScratchFile(scratch.path, (handle, bytes, offset, length, position) =>
      writeSync(handle, bytes, offset, Math.min(length, 3), position),
    );
    expect([...file.chunks(file.append('a longer chunk', -1))]).toEqual(['a longer chunk']);
    file.remove();
  });
});
