import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAsOf } from '#infra/command-line/import/as-of.ts';
import {
  type ImportState,
  importStatePath,
  readImportState,
  writeImportState,
} from '#infra/command-line/import/import-state.ts';
import { ImportTally } from '#infra/command-line/import/import-tally.ts';
import { waitUntilDrained } from '#infra/command-line/import/wait-until-drained.ts';
import { scratchDirectory } from '../scratch-directory.ts';

const scratch = scratchDirectory();
const nowMs = Date.UTC(2026, 0, 1);

describe('parseAsOf', () => {
  test('parseAsOf takes a date alone for its last millisecond in UTC', () => {
    expect(parseAsOf('1998-06-30', nowMs)).toBe(Date.UTC(1998, 6, 1) - 1);
    expect(parseAsOf('1998-06-30T12:00:00Z', nowMs)).toBe(Date.UTC(1998, 5, 30, 12));
    expect(parseAsOf('1998-06-30T12:00:00+02:00', nowMs)).toBe(Date.UTC(1998, 5, 30, 10));
  });

  test.each(['1998-06-31', 'June', '', '30.06.1998'])('parseAsOf refuses %j and says what to write', (text) => {
    expect(() => parseAsOf(text, nowMs)).toThrow(
      `Cannot read --as-of: "${text}" is no date that exists; write 1998-06-30`,
    );
  });

  test('parseAsOf refuses a time that is still to come', () => {
    expect(() => parseAsOf('2026-01-02', nowMs)).toThrow(
      'Cannot judge as of 2026-01-02T23:59:59.999Z: that is still to come',
    );
  });
});

describe('ImportTally', () => {
  test('ImportTally adds up whatever it is told, and notices a row that is missing', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('take' as const),
        name: fc.constantFrom('A', 'B'),
        rows: fc.integer({ min: 1, max: 5 }),
      }),
      fc.record({
        kind: fc.constant('refuse' as const),
        name: fc.constantFrom('x', 'y'),
        rows: fc.integer({ min: 1, max: 5 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const tally = new ImportTally();
        for (const [index, one] of steps.entries()) {
          tally.rowsRead += one.rows;
          if (one.kind === 'take') tally.take(one.name, 10, one.rows);
          else tally.refuse(one.name, one.rows, { file: 0, line: steps.length - index }, 'detail');
        }
        tally.assertNothingLost();
        const taken = steps.filter((one) => one.kind === 'take');
        expect(tally.eventCount).toBe(taken.length);
        expect(tally.rowsMerged).toBe(taken.reduce((sum, one) => sum + one.rows - 1, 0));
        expect(tally.events.reduce((sum, one) => sum + one.minor, 0)).toBe(10 * taken.length);
        tally.rowsRead += 1;
        expect(() => tally.assertNothingLost()).toThrow('Cannot account for every row');
      }),
    );
  });

  test('ImportTally keeps the earliest line as the example of a reason', () => {
    const tally = new ImportTally();
    tally.refuse('late', 1, { file: 1, line: 2 }, 'in the second file');
    tally.refuse('late', 1, { file: 0, line: 9 }, 'nine');
    tally.refuse('late', 2, { file: 0, line: 4 }, 'four');
    tally.refuse('late', 1, { file: 0, line: 6 }, 'six');
    expect(tally.refusals).toEqual([{ reason: 'late', rows: 5, example: { file: 0, line: 4, detail: 'four' } }]);
  });
});

describe('readImportState', () => {
  const identity = {
    contentHash: 'f',
    mappingHash: 'm',
    tenant: 't',
    deployment: 'd',
    asOfMs: null,
    refuseBadRows: false,
  };
  const state: ImportState = {
    schemaVersion: 2,
    file: 'shop.csv',
    mapping: 'singles',
    tenant: 't',
    deployment: 'd',
    status: 'running',
    events: 10,
    eventsHash: 'e',
    acknowledged: 4,
    limitMs: 5,
    attemptMs: 6,
  };

  test('readImportState finds what writeImportState wrote, and null where nothing was', () => {
    const path = importStatePath(scratch.path, identity);
    expect(readImportState(path)).toBeNull();
    writeImportState(path, state);
    expect(readImportState(path)).toEqual(state);
  });

  test('readImportState names a damaged file and what to do', () => {
    const path = scratch.file('damaged.json', '{"schemaVersion":1');
    expect(() => readImportState(path)).toThrow(
      /^Cannot read how far the import has come: .*damaged.json is damaged .*delete it to begin anew/,
    );
  });

  test('importStatePath differs with everything that makes an import another one', () => {
    const paths = [
      identity,
      { ...identity, contentHash: 'g' },
      { ...identity, mappingHash: 'n' },
      { ...identity, tenant: 'u' },
      { ...identity, deployment: 'e' },
      { ...identity, asOfMs: 0 },
      { ...identity, refuseBadRows: true },
    ].map((one) => importStatePath('states', one));
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('waitUntilDrained', () => {
  function drain(depths: number[], timeoutSeconds: number, signal = new AbortController().signal) {
    let timeMs = 0;
    const seen: number[] = [];
    const left = waitUntilDrained({
      depth: async () => depths.shift() ?? 0,
      timeoutSeconds,
      intervalMs: 100,
      nowMs: () => timeMs,
      pause: async (ms) => {
        timeMs += ms;
      },
      signal,
      onDepth: (messages) => seen.push(messages),
    });
    return { left, seen };
  }

  test('waitUntilDrained believes an empty queue only when it sees it twice', async () => {
    const { left, seen } = drain([3, 0, 2, 0, 0, 7], 10);
    expect(await left).toBe(0);
    expect(seen).toEqual([3, 0, 2, 0, 0]);
  });

  test('waitUntilDrained gives up when the time is over', async () => {
    expect(
      await drain(
        Array.from({ length: 100 }, () => 5),
        1,
      ).left,
    ).toBe(5);
  });

  test('waitUntilDrained gives up when it is interrupted', async () => {
    expect(await drain([8, 8, 8], 100, AbortSignal.abort()).left).toBe(8);
  });
});
