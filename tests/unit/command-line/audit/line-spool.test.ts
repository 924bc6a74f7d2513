import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSpool } from '#infra/command-line/audit/line-spool.ts';

describe('LineSpool', () => {
  test('LineSpool gives every line back once, those of a key in one part and in their order', () => {
    const lines = fc.array(
      fc.tuple(
        fc.string(),
        fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', '')),
      ),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 4_000 }), (given, parts, width) => {
        const spool = new LineSpool(parts);
        try {
          // Long lines reach the disk, short ones are still in memory when they are read.
          const wide = given.map(([key, text]) => [key, JSON.stringify([key, text.padEnd(width)])] as const);
          for (const [key, line] of wide) spool.add(key, line);
          const partOf = new Map<string, number>();
          const found = new Map<string, string[]>();
          for (let part = 0; part < spool.parts; part += 1) {
            for (const line of spool.lines(part)) {
              const key = String(JSON.parse(line)[0]);
              expect(partOf.get(key) ?? part).toBe(part);
              partOf.set(key, part);
              found.set(key, [...(found.get(key) ?? []), line]);
            }
          }
          const expected = Map.groupBy(wide, ([key]) => key);
          expect(found).toEqual(new Map([...expected].map(([key, own]) => [key, own.map(([, line]) => line)])));
        } finally {
          spool.remove();
        }
      }),
      { numRuns: 50 },
    );
  });
});
