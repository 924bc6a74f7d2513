import { describe, expect, test } from 'vitest';
import { noRelations } from '#contracts/relations.ts';
import { difference, ratio, times, total } from '#domain/features/builders/arithmetic.ts';
import { propertyIs } from '#domain/features/builders/conditions.ts';
import { count, countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity, event, last, meaning } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import type { CellSet } from '#domain/profile/cell-set.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { compiled, definitionOf } from './compiling.ts';
import { eventsAt } from './expressions/reading-examples.ts';

const description = 'd';
const orders = feature('orders', count(meaning('purchase')), { description });
const quiet = feature('quiet', daysSince(last(activity())), { description });
const looks = feature('looks', count(event('Looked')), { description });

describe('compileFeatures', () => {
  test('compileFeatures numbers features as declared, and gathers the cells of those that they refer to', () => {
    const rate = feature('rate', ratio(looks, countWithin(event('Carted'), 7)), { description });
    const { features, cells } = compiled([rate, orders, looks]);
    expect([...features.values()].map(({ definition, index }) => [definition.name, index])).toEqual([
      ['rate', 0],
      ['orders', 1],
      ['looks', 2],
    ]);
    expect(cells.map(({ spec }) => spec.kind)).toEqual(['days', 'totals']);
    expect(features.get('rate')?.cells.toSorted()).toEqual([0, 1]);
    expect(features.get('looks')?.cells).toEqual([1]);
    expect(features.get('orders')?.cells).toEqual([]);
  });

  test.each([
    ['a name twice', [orders, orders], 'the feature "orders": it is declared twice; rename one of them'],
    [
      'a feature that is not declared',
      [feature('double', times(orders, 2), { description })],
      'the feature "double": it refers to "orders", which is not declared; add that to the features',
    ],
    [
      'a feature that refers to itself',
      [definitionOf('a', { kind: 'feature', name: 'a' })],
      'the feature "a": it refers to itself: a → a',
    ],
    [
      'features that refer to each other',
      [
        definitionOf('a', { kind: 'times', of: { kind: 'feature', name: 'b' }, factor: 2 }),
        definitionOf('b', { kind: 'feature', name: 'c' }),
        definitionOf('c', { kind: 'feature', name: 'b' }),
      ],
      'the feature "c": it refers to itself: b → c → b',
    ],
    [
      'a feature of another subject',
      [orders, feature('ofAccount', times(orders, 2), { description, subject: 'account' })],
      'the feature "ofAccount": it is a feature of accounts, and refers to "orders" of customers',
    ],
    [
      'a score of an account',
      [definitionOf('s', { kind: 'score', feature: 'n', best: 'high' }, { subject: 'account' })],
      'the feature "s": it compares an account with the population, which is made of customers; leave that out',
    ],
    [
      'a number that is declared as a text',
      [definitionOf('n', { kind: 'net money' }, { type: 'text' })],
      'the feature "n": it is declared as a text, and its expression gives a number',
    ],
    [
      'a division by a feature that moves',
      [orders, quiet, feature('r', ratio(orders, quiet), { description })],
      'the feature "r": it divides by something that moves all the time',
    ],
    [
      'a difference of features that both move',
      [quiet, feature('r', difference(quiet, daysSince(last(meaning('cart')))), { description })],
      'the feature "r": 2 of the things that it adds up move all the time',
    ],
  ])('compileFeatures refuses %s', (_, definitions, problem) => {
    expect(() => compiled(definitions)).toThrow(`Cannot declare ${problem}`);
  });

  test('compileFeatures lets one part of a sum move by way of another feature', () => {
    const later = feature('later', total(times(quiet, 2), orders), { description });
    const { features } = compiled([later, quiet, orders]);
    const about = { state: stateOf(eventsAt('Looked', [juneMs])), population: null, relations: noRelations };
    expect(features.get('later')?.read({ ...about, nowMs: juneMs + 3 * dayMs })).toEqual({
      value: 6,
      perMs: 2 / dayMs,
      untilMs: null,
    });
  });
});

describe('CompiledFeature', () => {
  const before = feature('used', count(event('Looked')), { description });
  const now = feature('used', count(event('Looked', propertyIs('feature', 'a'))), {
    description,
    version: 2,
    previous: before,
  });
  const sum = feature('sum', total(now, orders), { description });
  const { features, cells, folding } = compiled([now, sum, orders]);
  const numberOf = (wanted: number) => cells.findIndex(({ spec }) => 'of' in spec && spec.of.where.length === wanted);
  const whole = stateOf(
    [
      ...eventsAt('Looked', [juneMs, juneMs + 1], { properties: { feature: 'a' } }),
      ...eventsAt('Looked', [juneMs + 2, juneMs + 3, juneMs + 4]).map((one) => ({ ...one, id: `more-${one.id}` })),
    ],
    folding,
  );

  function read(complete: CellSet) {
    const subject = { state: { ...whole, complete }, nowMs: juneMs, population: null, relations: noRelations };
    return ['used', 'sum', 'orders'].map((name) => {
      const found = features.get(name);
      return [found?.isKnown(subject), found?.read(subject).value];
    });
  }

  test('CompiledFeature reads its own cells once they have seen every event', () => {
    expect(read(new Set([numberOf(1)]))).toEqual([
      [true, 2],
      [true, 2],
      [true, 0],
    ]);
    expect(read('all')[0]).toEqual([true, 2]);
  });

  test('CompiledFeature reads its previous version until then, and so do the features that refer to it', () => {
    expect(read(new Set([numberOf(0)]))).toEqual([
      [true, 5],
      [true, 5],
      [true, 0],
    ]);
  });

  test('CompiledFeature is not known where neither version is', () => {
    expect(read(new Set())).toEqual([
      [false, null],
      [false, null],
      [true, 0],
    ]);
  });
});
