import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { CellSpec } from '#domain/features/cell.ts';
import { foldingOf } from '#domain/features/folding.ts';
import { plannedStateBytes } from '#domain/features/planned-state-bytes.ts';
import { writeCells } from '#domain/profile/cells-layout.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import { referenceOf } from '#domain/profile/vital-signs-layout.ts';
import { cellHistories } from '../cell-histories.ts';
import { declaredCells, exampleSpecs, named } from '../example-cells.ts';
import { dayMs, exampleEvent, examplePlan, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';

const declared = declaredCells(exampleSpecs);
const planned = plannedStateBytes(declared);

/** Bytes of one cell alone, its header included, and how many were planned. */
function bytesOfCell(spec: CellSpec, events: readonly CanonicalEvent[]): { taken: number; planned: number } {
  const alone = declaredCells([spec]);
  const state = stateOf(events, foldingOf(examplePlan, alone));
  const writer = new ByteWriter();
  writeCells(writer, state.cells, referenceOf(state.totals));
  return { taken: writer.bytes().length - 1, planned: plannedStateBytes(alone).cells.get(0) ?? 0 };
}

/** A hundred events on each of 200 days, with whatever the cells ask for, and a purchase each week. */
const busy = Array.from({ length: 200 * 100 }, (_, index) => {
  const day = Math.floor(index / 100);
  const timeMs = juneMs + day * dayMs + (index % 100) * 864_000;
  const feature = ['export', 'import', 'share', `feature-${index % 300}`][index % 4] ?? '';
  const properties = { feature, seats: (index % 300) - 1, total: 4_999.99 };
  const name = index % 700 === 6 ? 'Bought' : (['Used', 'Complained', 'Helped', 'Looked'][index % 4] ?? '');
  return exampleEvent({ id: `e${index}`, name, timeMs, properties });
});

describe('plannedStateBytes', () => {
  test('plannedStateBytes is a bound for each cell of a busy customer', () => {
    for (const { spec } of declared) {
      const { taken, planned: bound } = bytesOfCell(spec, busy);
      expect(taken, spec.kind).toBeLessThanOrEqual(bound);
    }
  });

  test('plannedStateBytes is a bound for each cell of any history of two months', () => {
    fc.assert(
      fc.property(cellHistories({ days: 60, maxEvents: 200 }), fc.constantFrom(...declared), (events, { spec }) => {
        const isOfPlainTexts = spec.kind !== 'latest';
        const history = events.map((event) => {
          const feature = event.properties['feature'];
          const isPlain = typeof feature !== 'string' || /^[ -~]*$/.test(feature);
          const { seats: _, ...rest } = event.properties;
          return { ...event, properties: isOfPlainTexts || isPlain ? { ...rest, seats: 99 } : { seats: 99 } };
        });
        const newest = exampleEvent({ id: 'newest', timeMs: juneMs + 60 * dayMs });
        const { taken, planned: bound } = bytesOfCell(spec, [...history, newest]);
        expect(taken).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 300 },
    );
  });

  test('plannedStateBytes is a bound for the whole state of a busy customer', () => {
    const state = stateOf(busy, foldingOf(examplePlan, declared));
    expect(state.cells.size).toBe(declared.length - 1);
    expect(encodeState(state).length).toBeLessThanOrEqual(planned.total);
    const vitalSigns = encodeState(stateOf(busy)).length;
    expect(vitalSigns).toBeLessThanOrEqual(planned.vitalSigns + planned.frame);
  });

  test('plannedStateBytes names what each cell costs, so that the most expensive can be found', () => {
    const of = named('Used');
    const specs: CellSpec[] = [
      { kind: 'totals', of, sum: null },
      { kind: 'days', of, sum: null, days: 28 },
      { kind: 'days', of, sum: { from: 'money' }, days: 90 },
      { kind: 'recent', of, keep: 5 },
    ];
    expect([...plannedStateBytes(declaredCells(specs)).cells.values()]).toEqual([15, 31, 363, 27]);
  });
});
