import { describe, expect, test } from 'vitest';
import { patternsOf } from '#domain/migrations/flow-pattern.ts';
import { flowsOf } from '#domain/migrations/flows-of.ts';
import { movedRecord, stay } from './moved-record.ts';

/** Flows of one write as a record of their keys. */
function flows(...args: Parameters<typeof movedRecord>) {
  const sums = patternsOf([], movedRecord(...args)).map((pattern) => ({ pattern, writes: 1, revenueMinor: 700 }));
  return Object.fromEntries(flowsOf(sums).map(({ kind, parts, amounts }) => [[kind, ...parts].join('/'), amounts]));
}

const moved = { moved: 1, movedMinor: 700 };

describe('flowsOf', () => {
  test('flowsOf counts entries and exits, and who moved from where to where', () => {
    expect(flows([stay('exited', 'active'), stay('entered', 'quiet')])).toEqual({
      'segment/active': { exited: 1, exitedMinor: 700 },
      'segment/quiet': { entered: 1, enteredMinor: 700 },
      'move/active/quiet': moved,
    });
  });

  test('flowsOf counts who only enters as coming from nowhere, and who only leaves as going nowhere', () => {
    expect(flows([stay('entered', 'a'), stay('entered', 'b')])).toMatchObject({
      'move/-/a': moved,
      'move/-/b': moved,
    });
    expect(flows([stay('exited', 'a')])).toMatchObject({ 'move/a/-': moved });
  });

  test('flowsOf counts a write that changes very much from and to many, and not every pair', () => {
    const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const changes = names.map((name, index) => stay(index % 2 === 0 ? 'entered' : 'exited', name));
    const found = flows(changes);
    expect(Object.keys(found)).toHaveLength(2 * names.length);
    expect(found).toMatchObject({ 'move/*/s0': moved, 'move/s1/*': moved });
  });

  test.each([
    ['history', 'replay', null],
    ['what takes a definition in silently', 'live', 'silently'],
  ] as const)('flowsOf counts %s apart, and without revenue', (_what, mode, takenIn) => {
    expect(flows([stay('exited', 'a', takenIn), stay('entered', 'b', takenIn)], [], mode)).toEqual({
      'segment/a': { exitedInHistory: 1 },
      'segment/b': { enteredInHistory: 1 },
      'move/a/b': { movedInHistory: 1 },
    });
  });

  test('flowsOf counts who was held back, and changes of the risk band', () => {
    const heldBack = { kind: 'held back', segment: 'a', segmentVersion: 1, by: 'threshold' } as const;
    const risk = { kind: 'risk', from: 'low', to: 'high', score: 0.7 } as const;
    expect(flows([heldBack, risk])).toEqual({
      'segment/a': { heldBack: 1 },
      'risk/low/high': moved,
    });
  });

  test('flowsOf adds up the writes and the revenue of each pattern, and flows that several patterns have in common', () => {
    const sums = [
      { pattern: '+a -b', writes: 3, revenueMinor: 50 },
      { pattern: '+a', writes: 2, revenueMinor: 7 },
    ];
    expect(flowsOf(sums)).toContainEqual({ kind: 'segment', parts: ['a'], amounts: { entered: 5, enteredMinor: 57 } });
  });
});

describe('patternsOf', () => {
  test('patternsOf says what a write changed in words of one order, whatever order they came in', () => {
    const changes = [stay('entered', 'b'), stay('exited', 'c', 'silently'), stay('entered', 'a')];
    expect(patternsOf([], movedRecord(changes))).toEqual(['+a +b ~-c']);
    expect(patternsOf([], movedRecord(changes.toReversed()))).toEqual(['+a +b ~-c']);
  });

  test('patternsOf cuts what would be too long for a key, and loses nothing of it', () => {
    const names = Array.from({ length: 100 }, (_, index) => `${'segment-with-a-long-name'.repeat(1)}-${index}`);
    const patterns = patternsOf([], movedRecord(names.map((name) => stay('entered', name))));
    expect(patterns.length).toBeGreaterThan(1);
    for (const pattern of patterns) expect(Buffer.byteLength(pattern)).toBeLessThanOrEqual(900);
    const found = flowsOf(patterns.map((pattern) => ({ pattern, writes: 1, revenueMinor: 0 })));
    expect(
      found
        .filter(({ kind }) => kind === 'segment')
        .map(({ parts }) => parts[0])
        .sort(),
    ).toEqual(names.toSorted());
  });

  test('patternsOf gives none where nothing changed', () => {
    expect(patternsOf([], { ...movedRecord([]), outbox: null })).toEqual([]);
    expect(patternsOf([], movedRecord([]))).toEqual([]);
  });
});
