import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latestTimeMs } from '#contracts/time.ts';
import { type CellSpec, mostSettings } from '#domain/features/cell.ts';
import { keyed } from '#domain/features/cells/keyed.ts';
import { hashOfValue } from '#domain/features/hash-of-value.ts';
import { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import { cellOf } from '../../cell-of.ts';
import { meaning, named } from '../../example-cells.ts';
import { exampleEvent, juneMs } from '../../example-event.ts';

/** Tickets by their id: 1 while one is open. */
function openTickets(keep: number, key: string | null = 'ticket'): CellSpec {
  return {
    kind: 'keyed',
    settings: [
      { on: meaning('ticket'), to: { from: 'constant', number: 1 } },
      { on: meaning('ticket resolved'), to: { from: 'constant', number: 0 } },
    ],
    key,
    keep,
  };
}

const steps = fc.array(
  fc.record({
    name: fc.constantFrom('Complained', 'Helped'),
    ticket: fc.integer({ min: 0, max: 12 }),
    timeMs: fc.integer({ min: juneMs, max: juneMs + 20 }),
  }),
  { maxLength: 60 },
);

describe('keyed', () => {
  test('keyed keeps for each key the number that was set last, of the keys that were set most lately', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 8 }), (drawn, keep) => {
        const events = drawn.map(({ name, ticket, timeMs }) => exampleEvent({ name, timeMs, properties: { ticket } }));
        const last = new Map<number, { key: number; timeMs: number; rank: number; number: number }>();
        for (const { name, ticket, timeMs } of drawn) {
          const told = name === 'Complained' ? { rank: 0, number: 1 } : { rank: 1, number: 0 };
          const one = { key: hashOfValue(ticket) ?? 0, timeMs, ...told };
          const own = last.get(ticket);
          if (own === undefined || timeMs > own.timeMs || (timeMs === own.timeMs && one.rank > own.rank)) {
            last.set(ticket, one);
          }
        }
        const entries = [...last.values()].toSorted((a, b) => b.timeMs - a.timeMs || b.key - a.key).slice(0, keep);
        expect(cellOf(openTickets(keep), events)).toEqual(events.length === 0 ? undefined : { kind: 'keyed', entries });
      }),
      { numRuns: 300 },
    );
  });

  test('keyed keeps one number for all events where no key is named', () => {
    const events = [0, 5].map((ms) => exampleEvent({ name: ms === 0 ? 'Complained' : 'Helped', timeMs: juneMs + ms }));
    const expected = { kind: 'keyed', entries: [{ key: 0, timeMs: juneMs + 5, rank: 1, number: 0 }] };
    expect(cellOf(openTickets(1, null), events)).toEqual(expected);
  });

  test('keyed takes a subscription that starts and ends at the same moment for one that has ended', () => {
    const spec: CellSpec = {
      kind: 'keyed',
      settings: [
        { on: named('Used'), to: { from: 'property', property: 'seats', scale: 1 } },
        { on: meaning('cancellation'), to: { from: 'constant', number: 0 } },
      ],
      key: 'subscription',
      keep: 2,
    };
    const of = (name: string, seats: number) =>
      exampleEvent({ name, timeMs: juneMs, properties: { subscription: 's', seats } });
    const events = [of('Used', 20), of('Used', 30), of('Cancelled', 0)];
    expect(cellOf(spec, events)).toMatchObject({ entries: [{ rank: 1, number: 0 }] });
    expect(cellOf(spec, events.toReversed())).toEqual(cellOf(spec, events));
    expect(cellOf(spec, events.slice(0, 2))).toMatchObject({ entries: [{ rank: 0, number: 30 }] });
  });

  test.each([
    ['from the first time to the last', 0, latestTimeMs],
    ['from the last time to the first', latestTimeMs, 0],
    ['all at once', juneMs, juneMs],
  ])('keyed is read as it was written for every setting: %s', (_, timeMs, referenceMs) => {
    for (let rank = 0; rank < mostSettings; rank += 1) {
      const newest = { key: 7, timeMs: latestTimeMs, rank, number: 3 };
      const entries = [newest, { key: 2 ** 32 - 1, timeMs, rank: mostSettings - 1 - rank, number: 0 }];
      const cell = { kind: 'keyed', entries } as const;
      const writer = new ByteWriter();
      keyed.write(writer, cell, keyed.formOf(cell), referenceMs);
      expect(keyed.read(new ByteReader(writer.bytes()), keyed.formOf(cell), referenceMs)).toEqual(cell);
    }
  });

  test('keyed refuses no settings, and more than can be told apart', () => {
    const of = (count: number): CellSpec => ({
      kind: 'keyed',
      settings: Array.from({ length: count }, () => ({ on: named('Used'), to: { from: 'constant', number: 1 } })),
      key: null,
      keep: 1,
    });
    expect(cellOf(of(mostSettings), [exampleEvent({ name: 'Used' })])).toMatchObject({ entries: [{ rank: 7 }] });
    expect(() => cellOf(of(0), [])).toThrow('Cannot keep the latest number of each key: no event sets it');
    expect(() => cellOf(of(mostSettings + 1), [])).toThrow('9 settings set it, and only 8 can be told apart');
  });

  test('keyed takes nothing from an event without the key or without the number', () => {
    expect(cellOf(openTickets(4), [exampleEvent({ name: 'Complained' })])).toBeUndefined();
    const spec: CellSpec = {
      kind: 'keyed',
      settings: [{ on: meaning('ticket'), to: { from: 'property', property: 'weight', scale: 1 } }],
      key: 'ticket',
      keep: 4,
    };
    expect(cellOf(spec, [exampleEvent({ name: 'Complained', properties: { ticket: 1 } })])).toBeUndefined();
  });

  test('keyed keeps constants in the units of the properties beside them, and refuses two scales', () => {
    const seats = (scale: number) => ({ from: 'property', property: 'seats', scale }) as const;
    const spec = (...settings: Extract<CellSpec, { kind: 'keyed' }>['settings']): CellSpec => {
      return { kind: 'keyed', settings, key: 'ticket', keep: 4 };
    };
    const event = exampleEvent({ name: 'Complained', properties: { ticket: 1 } });
    const constant = { on: meaning('ticket'), to: { from: 'constant', number: 2.5 } } as const;
    const other = { on: meaning('ticket resolved'), to: seats(100) };
    expect(cellOf(spec(constant, other), [event])).toMatchObject({ entries: [{ number: 250 }] });
    expect(() => cellOf(spec(constant), [])).toThrow('Cannot keep the number 2.5 in units of 1/1');
    expect(() => cellOf(spec(other, { on: meaning('ticket'), to: seats(10) }), [])).toThrow('the same scale');
  });
});
