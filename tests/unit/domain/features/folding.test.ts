import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsTouchedBy, foldingOf } from '#domain/features/folding.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { anyCellHistory } from '../cell-histories.ts';
import { cellFolding, declaredCells, named } from '../example-cells.ts';
import { examplePlan } from '../example-event.ts';

describe('cellsTouchedBy', () => {
  test('cellsTouchedBy leaves out no cell that an event changes', () => {
    fc.assert(
      fc.property(anyCellHistory, (events) => {
        for (const event of events) {
          const found = interpret(examplePlan, event);
          if (found.kind === 'problem') continue;
          const touched = cellsTouchedBy(cellFolding, event.type, event.name);
          for (const cell of cellFolding.byNumber.values()) {
            if (cell.ofEvent(event, found) !== null) expect(touched).toContain(cell);
          }
        }
      }),
    );
  });

  test('cellsTouchedBy gives an event only the cells that ask for its name', () => {
    const of = (name: string) => ({ kind: 'totals', of: named(name), sum: null }) as const;
    const folding = foldingOf(examplePlan, declaredCells([of('Used'), of('Never Planned')]));
    const numbers = (name: string) => cellsTouchedBy(folding, 'track', name).map((cell) => cell.number);
    expect([numbers('Used'), numbers('Never Planned'), numbers('Bought'), numbers('Anything')]).toEqual([
      [0],
      [1],
      [],
      [],
    ]);
    expect(cellsTouchedBy(folding, 'page', 'Used')).toEqual([]);
  });
});
