import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventSpool, partitionsFor } from '#infra/command-line/replay/event-spool.ts';

describe('EventSpool', () => {
  test('EventSpool gives back every value of every stream, in order, from the partition of its key, as often as asked', () => {
    const value = fc.record({ key: fc.string(), note: fc.string({ unit: 'binary', maxLength: 400 }) });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (values, partitions) => {
        const spool = new EventSpool<'a' | 'b'>(partitions);
        try {
          for (const one of values) spool.add(one.key.length % 2 === 0 ? 'a' : 'b', one.key, one);
          for (const key of new Set(values.map((one) => one.key))) {
            const stream = key.length % 2 === 0 ? 'a' : 'b';
            const of = () => [...spool.read(stream, spool.partitionOf(key))].filter((one) => isOf(one, key));
            expect(of()).toEqual(values.filter((one) => one.key === key));
            expect(of()).toEqual(values.filter((one) => one.key === key));
          }
        } finally {
          spool.remove();
        }
      }),
      { numRuns: 40 },
    );
  });

  test('EventSpool reads lines that are longer than a piece of the file, and takes more after it was read', () => {
    const spool = new EventSpool<'a'>(1);
    try {
      const values = [300_000, 10, 700_000].map((length) => 'ä'.repeat(length));
      for (const one of values) spool.add('a', 'k', one);
      expect([...spool.read('a', 0)]).toEqual(values);
      spool.add('a', 'k', 'more');
      expect([...spool.read('a', 0)]).toEqual([...values, 'more']);
    } finally {
      spool.remove();
    }
  });

  test('EventSpool has no name on the disk, so that nothing stays there when the process is killed', () => {
    const named = () => readdirSync(tmpdir()).filter((name) => name.startsWith('holdfast-replay-'));
    const before = named();
    const spool = new EventSpool<'a'>(2);
    spool.add('a', 'k', 'x'.repeat(100_000));
    expect(named().filter((name) => !before.includes(name))).toEqual([]);
    spool.remove();
    expect(() => spool.add('a', 'k', 'late')).toThrow('Cannot set a value aside');
  });

  test('EventSpool gives nothing of a partition that nothing was added to', () => {
    const spool = new EventSpool<'a'>(3);
    expect([...spool.read('a', 2)]).toEqual([]);
    spool.remove();
  });
});

function isOf(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && 'key' in value && value.key === key;
}

describe('partitionsFor', () => {
  test.each([
    [0, 1],
    [1_000_000, 1],
    [100_000_000, 72],
    [1e12, 1_024],
  ])('partitionsFor spreads %i compressed bytes over %i partitions', (bytes, partitions) => {
    expect(partitionsFor(bytes)).toBe(partitions);
  });
});
