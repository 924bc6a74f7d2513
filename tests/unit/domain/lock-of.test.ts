import { describe, expect, test } from 'vitest';
import { retentionLockSchema } from '#contracts/retention-lock.ts';
import { readLock } from '#domain/declaring/read-lock.ts';
import { ratio } from '#domain/features/builders/arithmetic.ts';
import { countWithin, sumWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { event } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { lockOf } from '#domain/lock-of.ts';
import { did } from '#domain/segments/event-rules.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { orders, spent } from './example-definitions.ts';
import { defining } from './profile/judging.ts';

const looks = event('Looked');
const windowOf = (days: number) =>
  feature(`looked${days}`, countWithin(looks, days), { description: `looks in ${days} days` });
const paid = feature('paid', sumWithin(event('Bought'), money, 30), { description: 'money in 30 days' });

const about = { version: 1, description: 'For a test.' };
const buyer = segment('buyer', { ...about, rule: atLeast(orders, 1) });
const keen = segment('keen', { ...about, rule: did(looks, { atLeast: 3, within: { days: 7 } }) });

describe('lockOf', () => {
  test('lockOf lists cells, features and segments, and takes the first segments for those that were judged before', () => {
    const lock = lockOf({ features: [orders, paid], segments: [buyer, keen] }, null);
    expect(lock.cells.map(({ number, subject, spec }) => [number, subject, spec['kind']])).toEqual([
      [0, 'customer', 'days'],
      [1, 'customer', 'recent'],
    ]);
    expect(lock.features.map(({ name, version }) => [name, version])).toEqual([
      ['orders', 1],
      ['paid', 1],
    ]);
    expect(lock.segments.map(({ number, name }) => [number, name])).toEqual([
      [0, 'buyer'],
      [1, 'keen'],
    ]);
    expect(lock.judgedBefore).toEqual([0, 1]);
    expect(readLock(JSON.parse(JSON.stringify(lock)))).toEqual(lock);
    expect(retentionLockSchema.parse(lock)).toEqual(lock);
  });

  test('lockOf adds what is new under numbers of its own, and changes nothing that is listed', () => {
    const first = lockOf({ features: [orders], segments: [keen] }, null);
    const edited = segment('keen', { ...about, version: 2, rule: did(looks, { atLeast: 2, within: { days: 7 } }) });
    const second = lockOf({ features: [orders, paid], segments: [buyer, edited] }, first);
    expect(second.cells.slice(0, 1)).toEqual(first.cells);
    expect(second.segments.map(({ number, name, version }) => [number, name, version])).toEqual([
      [0, 'keen', 1],
      [1, 'buyer', 1],
      [2, 'keen', 2],
    ]);
    expect(second.judgedBefore).toEqual([0]);
    expect(lockOf({ features: [orders, paid], segments: [buyer, edited] }, second)).toEqual(second);
  });

  test('lockOf gives one cell to windows of the same events, and leaves what is stored where it lies', () => {
    const narrow = lockOf({ features: [windowOf(7)], segments: [] }, null);
    const wide = lockOf({ features: [windowOf(7), windowOf(28), windowOf(90)], segments: [] }, narrow);
    expect(wide.cells.map(({ number, spec }) => [number, spec['days']])).toEqual([
      // A day more each, for clocks that differ.
      [0, 8],
      [1, 91],
    ]);
    const atOnce = lockOf({ features: [windowOf(7), windowOf(28), windowOf(90)], segments: [] }, null);
    expect(atOnce.cells.map(({ spec }) => spec['days'])).toEqual([91]);
    const definitions = defining([], { features: [windowOf(7), windowOf(28), windowOf(90)] }, wide);
    const cellsOf = (name: string) => definitions.features.get(name)?.cells;
    expect([cellsOf('looked7'), cellsOf('looked28'), cellsOf('looked90')]).toEqual([[0], [1], [1]]);
    expect(definitions.unlisted).toEqual({ cells: [], features: [], segments: [] });
  });

  test('lockOf refuses a segment that was edited under its version, and says to count it up', () => {
    const lock = lockOf({ features: [orders], segments: [buyer] }, null);
    const edited = segment('buyer', { ...about, rule: atLeast(orders, 2) });
    const problem =
      'Cannot declare the segment "buyer": version 1 of it is listed in the lock with another rule; count the version up to 2';
    expect(() => lockOf({ features: [orders], segments: [edited] }, lock)).toThrow(problem);
    expect(() => defining([edited], {}, lock)).toThrow(problem);
  });

  test('lockOf lets be edited what decides nobody: the description, how members are taken in, whether it is on', () => {
    const lock = lockOf({ features: [orders], segments: [buyer] }, null);
    const same = segment('buyer', {
      version: 1,
      description: 'In other words.',
      rule: atLeast(orders, 1),
      takeIn: 'announced',
      enabled: false,
    });
    expect(lockOf({ features: [orders], segments: [same] }, lock)).toEqual(lock);
  });

  test('lockOf refuses a feature that was edited under its version, previous versions included', () => {
    const lock = lockOf({ features: [windowOf(7)], segments: [] }, null);
    const edited = feature('looked7', countWithin(looks, 8), { description: 'looks' });
    const problem = 'Cannot declare the feature "looked7": version 1 of it is listed in the lock with another meaning';
    expect(() => lockOf({ features: [edited], segments: [] }, lock)).toThrow(problem);
    const next = feature('looked7', countWithin(looks, 9), { version: 2, description: 'looks', previous: windowOf(7) });
    const after = lockOf({ features: [next], segments: [] }, lock);
    expect(after.features.map(({ name, version }) => [name, version])).toEqual([
      ['looked7', 1],
      ['looked7', 2],
    ]);
    const wrong = feature('looked7', countWithin(looks, 9), { version: 2, description: 'looks', previous: edited });
    expect(() => lockOf({ features: [wrong], segments: [] }, lock)).toThrow(problem);
  });
});

describe('defineRetention with a lock', () => {
  test('defineRetention gives what the lock lacks the next free numbers, and names it', () => {
    const lock = lockOf({ features: [orders], segments: [keen] }, null);
    const definitions = defining([buyer, keen], { features: [orders, spent, paid] }, lock);
    expect(definitions.unlisted).toMatchObject({
      cells: [{ number: 1, subject: 'customer', spec: { kind: 'days' } }],
      features: [{ name: 'spent' }, { name: 'paid' }],
      segments: [{ number: 1, definition: { name: 'buyer' } }],
    });
    expect(definitions.segments.map(({ number, definition }) => [definition.name, number])).toEqual([
      ['buyer', 1],
      ['keen', 0],
    ]);
  });

  test('defineRetention keeps no cell that nothing declared needs any more', () => {
    const lock = lockOf({ features: [windowOf(7), paid], segments: [] }, null);
    expect(defining([], { features: [paid] }, lock).cells.map(({ number }) => number)).toEqual([1]);
  });
});

describe('readLock', () => {
  test.each([
    [{}, 'schemaVersion'],
    [{ schemaVersion: 2, cells: [], features: [], segments: [], judgedBefore: [] }, 'schemaVersion'],
    [
      {
        schemaVersion: 1,
        cells: [
          { number: 1, subject: 'customer', spec: {} },
          { number: 1, subject: 'account', spec: {} },
        ],
        features: [],
        segments: [],
        judgedBefore: [],
      },
      'cells two cells have one number',
    ],
  ])('readLock refuses %j, and says what to do', (content, problem) => {
    expect(() => readLock(content)).toThrow(`Cannot read retention.lock.json: ${problem}`);
    expect(() => readLock(content)).toThrow('bring the file back as it was committed last');
  });

  test('lockOf refuses a new version of a feature under a segment that keeps its own, also by way of another feature', () => {
    const shares = feature('shares', ratio(orders, spent), { description: 'orders for each unit of money' });
    const thrifty = segment('thrifty', { ...about, rule: atLeast(shares, 1) });
    const listed = lockOf({ features: [orders, spent, shares], segments: [buyer, thrifty, keen] }, null);
    const counted = { ...orders, version: 2, of: windowOf(7).of };
    const after = [counted, spent, shares];
    expect(() => lockOf({ features: after, segments: [buyer, thrifty, keen] }, listed)).toThrow(
      'Cannot list version 2 of the feature "orders": version 1 of the segment "buyer" asks for it and is listed already; ' +
        'count the segment up to 2, so that whoever the feature moves is taken in as the segment says, and not told of as ' +
        'if something had happened',
    );
    const buyers = { ...buyer, version: 2 };
    expect(() => lockOf({ features: after, segments: [buyers, thrifty, keen] }, listed)).toThrow('segment "thrifty"');
    const both = lockOf({ features: after, segments: [buyers, { ...thrifty, version: 2 }, keen] }, listed);
    expect(both.segments.map(({ name, version }) => [name, version])).toEqual([
      ['buyer', 1],
      ['thrifty', 1],
      ['keen', 1],
      ['buyer', 2],
      ['thrifty', 2],
    ]);
  });
});
