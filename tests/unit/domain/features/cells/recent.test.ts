import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCellHistory } from '../../cell-histories.ts';
import { cellOf, eventsNamed } from '../../cell-of.ts';
import { named } from '../../example-cells.ts';

describe('recent', () => {
  test('recent keeps the newest times, each event for itself, newest first', () => {
    fc.assert(
      fc.property(anyCellHistory, fc.integer({ min: 1, max: 20 }), (events, keep) => {
        const times = eventsNamed(events, 'Used').map((event) => event.timeMs);
        const newest = times.toSorted((a, b) => b - a).slice(0, keep);
        const expected = times.length === 0 ? undefined : { kind: 'recent', timesMs: newest };
        expect(cellOf({ kind: 'recent', of: named('Used'), keep }, events)).toEqual(expected);
      }),
    );
  });

  test.each([0, 257])('recent refuses to keep %d times', (keep) => {
    expect(() => cellOf({ kind: 'recent', of: named('Used'), keep }, [])).toThrow('from 1 to 256');
  });
});
