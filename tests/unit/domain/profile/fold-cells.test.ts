import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldingOf } from '#domain/features/folding.ts';
import { foldEvent, stateOfEvent } from '#domain/profile/fold-event.ts';
import { mergeStates } from '#domain/profile/merge-states.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import { anyCellHistory } from '../cell-histories.ts';
import { cellFolding, declaredCells, exampleSpecs, named } from '../example-cells.ts';
import { exampleEvent, examplePlan } from '../example-event.ts';
import { stateOf } from '../histories.ts';

const shuffled = anyCellHistory.chain((events) =>
  fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })),
);
const parted = fc.tuple(anyCellHistory, fc.infiniteStream(fc.integer({ min: 0, max: 2 })));
const used = exampleEvent({ name: 'Used', properties: { feature: 'export' } });

describe('foldEvent with cells', () => {
  test('foldEvent gives byte-identical cells for every order of the same events', () => {
    fc.assert(
      fc.property(shuffled, ([events, reordered]) => {
        expect(encodeState(stateOf(reordered, cellFolding))).toEqual(encodeState(stateOf(events, cellFolding)));
      }),
      { numRuns: 300 },
    );
  });

  test('foldEvent is merging with what the event amounts to on its own', () => {
    fc.assert(
      fc.property(anyCellHistory, (events) => {
        const merged = events.reduce(
          (state, event) => mergeStates(cellFolding, state, stateOfEvent(cellFolding, event)),
          emptyProfileState,
        );
        expect(encodeState(merged)).toEqual(encodeState(stateOf(events, cellFolding)));
      }),
    );
  });

  test('mergeStates of three parts, in any grouping and order, equals folding all, with the empty state neutral', () => {
    fc.assert(
      fc.property(parted, ([events, choices]) => {
        const chosen = events.map(() => choices.next().value ?? 0);
        const part = (which: number) =>
          stateOf(
            events.filter((_, index) => chosen[index] === which),
            cellFolding,
          );
        const [a, b, c] = [part(0), part(1), part(2)];
        const whole = encodeState(stateOf(events, cellFolding));
        const merge = mergeStates.bind(null, cellFolding);
        expect(encodeState(merge(merge(a, b), c))).toEqual(whole);
        expect(encodeState(merge(a, merge(c, b)))).toEqual(whole);
        expect(encodeState(merge(emptyProfileState, merge(merge(c, a), b)))).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  test('encodeState and decodeState of cells are the inverse of each other', () => {
    fc.assert(
      fc.property(anyCellHistory, (events) => {
        const state = stateOf(events, cellFolding);
        const back = decodeState(encodeState(state));
        expect(back.cells).toEqual(new Map([...state.cells].toSorted(([a], [b]) => a - b)));
        expect(back.complete).toEqual(state.complete);
        expect(encodeState(back)).toEqual(encodeState(state));
      }),
      { numRuns: 300 },
    );
  });

  test('decodeState refuses cells that were cut anywhere', () => {
    fc.assert(
      fc.property(anyCellHistory, fc.double({ min: 0, max: 0.999, noNaN: true }), (events, at) => {
        const bytes = encodeState(stateOf(events, cellFolding));
        expect(() => decodeState(bytes.slice(0, Math.floor(bytes.length * at)))).toThrow('Cannot read');
      }),
    );
  });

  test('foldEvent leaves the state that it is given as it is', () => {
    fc.assert(
      fc.property(anyCellHistory, (events) => {
        const before = stateOf(events, cellFolding);
        const bytes = encodeState(before);
        for (const event of events) foldEvent(cellFolding, before, event);
        expect(encodeState(before)).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
  });

  test('foldEvent takes nothing from an event that breaks the plan, into any cell', () => {
    const broken = exampleEvent({ name: 'Bought', properties: { total: 'a lot', seats: 3, feature: 'export' } });
    expect(stateOfEvent(cellFolding, broken).cells.size).toBe(0);
  });
});

describe('complete', () => {
  const one = foldingOf(examplePlan, declaredCells(exampleSpecs).slice(0, 7));
  const more = cellFolding;

  test('complete holds exactly the declared cells for a new customer', () => {
    expect(stateOfEvent(one, used).complete).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  });

  test('complete never takes in a cell that was declared later, and foldEvent keeps nothing of it', () => {
    const state = foldEvent(more, stateOfEvent(one, used), used);
    expect(state.complete).toEqual(one.declared);
    expect([...state.cells.keys()].every((number) => number < 7)).toBe(true);
    expect(state.cells.get(0)).toMatchObject({ count: 2 });
  });

  test('complete loses what is not declared any more, and the cells go with it', () => {
    const state = foldEvent(one, stateOfEvent(more, used), used);
    expect(state.complete).toEqual(one.declared);
    expect(Math.max(...state.cells.keys())).toBeLessThan(7);
    const problem = foldEvent(one, stateOfEvent(more, used), exampleEvent({ name: 'Bought', properties: {} }));
    expect(Math.max(...problem.cells.keys())).toBeLessThan(7);
  });

  test('complete of two states is what both have, and a cell that only one has is dropped whole', () => {
    const merged = mergeStates(more, stateOfEvent(more, used), stateOfEvent(one, used));
    expect(merged.complete).toEqual(one.declared);
    expect(merged.cells.get(0)).toMatchObject({ count: 2 });
    expect(Math.max(...merged.cells.keys())).toBeLessThan(7);
  });

  test('complete of a state that was read from an empty profile takes nothing from the other', () => {
    const empty = decodeState(encodeState(emptyProfileState));
    expect(empty.complete).toBe('all');
    const state = stateOfEvent(more, used);
    expect(encodeState(mergeStates(more, state, empty))).toEqual(encodeState(state));
    expect(encodeState(mergeStates(more, empty, state))).toEqual(encodeState(state));
  });

  test('complete is nothing for a state of layout 2 with an event, and all for one without', () => {
    const withEvent = decodeState(Uint8Array.from([2, 1, 0, 0]));
    expect(withEvent.complete).toEqual(new Set());
    expect(foldEvent(more, withEvent, used).cells.size).toBe(0);
    expect(decodeState(Uint8Array.from([2, 0, 0, 0])).complete).toBe('all');
  });
});

test('foldingOf refuses two cells of one number, and says which cell cannot be kept, and why', () => {
  const spec = { kind: 'recent', of: named('Used'), keep: 0 } as const;
  const cell = { number: 3, spec, subject: 'customer' } as const;
  expect(() => foldingOf(examplePlan, [cell])).toThrow(
    'Cannot keep cell 3 (recent): Cannot keep recent times: it must be a whole number from 1 to 256, got 0',
  );
  const good = { ...cell, spec: { ...spec, keep: 2 } };
  expect(() => foldingOf(examplePlan, [good, good])).toThrow('two of them have one number');
});
