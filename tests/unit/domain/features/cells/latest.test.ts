import { describe, expect, test } from 'vitest';
import type { Json } from '#contracts/json.ts';
import { latestTimeMs } from '#contracts/time.ts';
import { type CellSpec, mostSettings, type ValueSource } from '#domain/features/cell.ts';
import { latest } from '#domain/features/cells/latest.ts';
import { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import { cellOf } from '../../cell-of.ts';
import { named } from '../../example-cells.ts';
import { exampleEvent, juneMs } from '../../example-event.ts';

type Type = Extract<ValueSource, { from: 'property' }>['type'];

function spec(type: Type): CellSpec {
  return { kind: 'latest', settings: [{ on: named('Used'), to: { from: 'property', property: 'plan.name', type } }] };
}

/** What a plan is set to by its use, and then by its end. */
const usedAndCancelled: CellSpec = {
  kind: 'latest',
  settings: [
    { on: named('Used'), to: { from: 'property', property: 'plan.name', type: 'text' } },
    { on: named('Cancelled'), to: { from: 'constant', value: 'none' } },
  ],
};

function used(name: Json, timeMs = juneMs) {
  return exampleEvent({ name: 'Used', timeMs, properties: { plan: { name } } });
}

describe('latest', () => {
  test('latest keeps the value that was set last, whatever comes last', () => {
    const events = [used('gold', juneMs + 2), used('silver', juneMs + 1), used('bronze', juneMs + 3)];
    const expected = { kind: 'latest', timeMs: juneMs + 3, rank: 0, value: 'bronze' };
    expect(cellOf(spec('text'), events)).toEqual(expected);
    expect(cellOf(spec('text'), events.toReversed())).toEqual(expected);
  });

  test('latest keeps the greater of two values that one setting set at the same moment', () => {
    for (const events of [
      [used('b'), used('a')],
      [used('a'), used('b')],
    ]) {
      expect(cellOf(spec('text'), events)).toMatchObject({ value: 'b' });
    }
  });

  test('latest is not changed by an event that tells no such value', () => {
    const events = [used('gold'), used(null, juneMs + 1), used(['x'], juneMs + 2), used('', juneMs + 3)];
    expect(cellOf(spec('text'), events)).toMatchObject({ timeMs: juneMs, value: 'gold' });
    expect(cellOf(spec('number'), [used('gold')])).toBeUndefined();
  });

  test('latest takes the later of what different events set, constants among them', () => {
    const cancelled = exampleEvent({ name: 'Cancelled', timeMs: juneMs + 1 });
    expect(cellOf(usedAndCancelled, [cancelled, used('gold')])).toMatchObject({ value: 'none', rank: 1 });
    expect(cellOf(usedAndCancelled, [used('gold', juneMs + 2), cancelled])).toMatchObject({ value: 'gold', rank: 0 });
  });

  test('latest takes, of two settings of the same moment, what the one says that is declared later', () => {
    const cancelled = exampleEvent({ name: 'Cancelled', timeMs: juneMs });
    for (const plan of ['gold', 'zinc']) {
      const events = [used(plan), cancelled];
      expect(cellOf(usedAndCancelled, events)).toMatchObject({ value: 'none' });
      expect(cellOf(usedAndCancelled, events.toReversed())).toMatchObject({ value: 'none' });
    }
  });

  test('latest takes, of two settings of one event, what the one says that is declared later and tells something', () => {
    const plan = (property: string) =>
      ({ on: named('Used'), to: { from: 'property', property, type: 'text' } }) as const;
    const both: CellSpec = { kind: 'latest', settings: [plan('plan.name'), plan('plan.next')] };
    const event = (next: Json) => exampleEvent({ name: 'Used', properties: { plan: { name: 'gold', next } } });
    expect(cellOf(both, [event('bronze')])).toMatchObject({ value: 'bronze', rank: 1 });
    expect(cellOf(both, [event(null)])).toMatchObject({ value: 'gold', rank: 0 });
  });

  test.each([
    [0, latestTimeMs],
    [latestTimeMs, 0],
    [juneMs, juneMs],
    [juneMs, juneMs + 1],
  ])('latest is read as it was written for every setting: set at %i, seen from %i', (timeMs, referenceMs) => {
    for (let rank = 0; rank < mostSettings; rank += 1) {
      const cell = { kind: 'latest', timeMs, rank, value: true } as const;
      const writer = new ByteWriter();
      latest.write(writer, cell, latest.formOf(cell), referenceMs);
      expect(latest.read(new ByteReader(writer.bytes()), latest.formOf(cell), referenceMs)).toEqual(cell);
    }
  });

  test.each<[Type, Json, string | number | boolean]>([
    ['text', 42, '42'],
    ['text', true, 'true'],
    ['text', 'x'.repeat(60), 'x'.repeat(40)],
    ['text', '\u{1F980}'.repeat(60), '\u{1F980}'.repeat(40)],
    ['text', `a${'\u{1F980}'.repeat(60)}`, `a${'\u{1F980}'.repeat(39)}`],
    ['number', '12.5', 12.5],
    ['number', -0, 0],
    ['number', 1e300, 1e300],
    ['boolean', false, false],
    ['time', '2026-06-01', juneMs],
    ['time', juneMs, juneMs],
  ])('latest reads a %s of %j', (type, value, expected) => {
    const found = cellOf(spec(type), [used(value)]);
    expect(found?.kind === 'latest' && Object.is(found.value, expected)).toBe(true);
  });

  test('latest refuses a constant that it could not keep as it is', () => {
    const constant = (value: string | number): CellSpec => ({
      kind: 'latest',
      settings: [{ on: named('Used'), to: { from: 'constant', value } }],
    });
    expect(() => cellOf(constant('x'.repeat(41)), [])).toThrow('a text has at most 40 characters');
    expect(() => cellOf(constant(Number.NaN), [])).toThrow('it is no number');
  });

  test('latest refuses no settings, and more than can be told apart', () => {
    const of = (count: number): CellSpec => ({
      kind: 'latest',
      settings: Array.from({ length: count }, () => ({ on: named('Used'), to: { from: 'constant', value: 1 } })),
    });
    expect(cellOf(of(mostSettings), [used('gold')])).toMatchObject({ rank: mostSettings - 1 });
    expect(() => cellOf(of(0), [])).toThrow('Cannot keep the latest value: no event sets it');
    expect(() => cellOf(of(mostSettings + 1), [])).toThrow('9 settings set it, and only 8 can be told apart');
  });
});
