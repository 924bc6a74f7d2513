import { describe, expect, test } from 'vitest';
import { patternsOf } from '#domain/migrations/flow-pattern.ts';
import { flowsOf } from '#domain/migrations/flows-of.ts';
import { migration, migrationSentence, refuseMigrations } from '#domain/migrations/migration.ts';
import { migrationsOf } from '#domain/migrations/migrations-of.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { quietDays } from '../example-definitions.ts';
import { movedRecord, stay } from './moved-record.ts';

const named = (name: string, subject: 'customer' | 'account' = 'customer') =>
  segment(name, { version: 1, description: name, rule: atLeast(quietDays, 1), subject });
const [a, b, c] = [named('a'), named('b'), named('c')];
const enters = migration('enters', { description: 'd', enters: [a, b], whileIn: c });
const leaves = migration('leaves', { description: 'd', leaves: a });
const both = migration('both', { description: 'd', leaves: a, enters: b });
const all = [enters, leaves, both];
const made = (...args: Parameters<typeof movedRecord>) =>
  migrationsOf(all, movedRecord(...args)).map(({ migration: { name } }) => name);

describe('migrationsOf', () => {
  test.each([
    [[stay('entered', 'a')], ['a', 'c'], ['enters']],
    [[stay('entered', 'a')], ['a'], []],
    [[stay('entered', 'b'), stay('entered', 'c')], ['b', 'c'], ['enters']],
    [[stay('exited', 'a')], [], ['leaves']],
    [
      [stay('exited', 'a'), stay('entered', 'b')],
      ['b', 'c'],
      ['enters', 'leaves', 'both'],
    ],
    [[stay('exited', 'b')], [], []],
    [[stay('entered', 'a', 'silently'), stay('exited', 'a', 'announced')], ['a', 'c'], []],
    [[], ['a', 'b', 'c'], []],
  ])('migrationsOf finds in %j, in the segments %j thereafter: %j', (changes, memberships, names) => {
    expect(made(changes, memberships)).toEqual(names);
  });

  test('migrationsOf finds none where the profile has become part of another', () => {
    const record = { ...movedRecord([stay('exited', 'a')]), joined: { into: 'bob', absorbed: false } };
    expect(migrationsOf(all, record)).toEqual([]);
  });

  test('migrationsOf is what patternsOf tells and flowsOf counts', () => {
    const patterns = patternsOf(all, movedRecord([stay('exited', 'a')]));
    expect(patterns).toEqual(['!leaves -a']);
    const flows = flowsOf(patterns.map((pattern) => ({ pattern, writes: 1, revenueMinor: 5 })));
    expect(flows.filter(({ kind }) => kind === 'migration')).toEqual([
      { kind: 'migration', parts: ['leaves'], amounts: { moved: 1, movedMinor: 5 } },
    ]);
  });
});

describe('migration', () => {
  test('migrationSentence says a migration in words', () => {
    expect(migrationSentence(enters)).toBe('enters "a" or "b" while in "c"');
    expect(migrationSentence(both)).toBe('leaves "a" and enters "b"');
  });

  test.each([
    [() => migration('A', { description: 'd', enters: a }), 'its name must be lower-case words joined by "-"'],
    [() => migration('a', { description: '', enters: a }), 'describe it for whoever hears of it'],
    [() => migration('a', { description: 'd', whileIn: a }), 'say which segment is entered or left'],
    [() => migration('a', { description: 'd', enters: a, leaves: [b, a] }), '"a" stands twice'],
  ])('migration refuses what cannot be one (%#)', (declare, problem) => {
    expect(declare).toThrow(`: ${problem}`);
  });

  test('refuseMigrations names the segment that is not declared, and subjects that do not go together', () => {
    const segments = new Map([a, named('b', 'account')].map((one) => [one.name, one]));
    expect(() => refuseMigrations([migration('x', { description: 'd', enters: c })], segments)).toThrow(
      'Cannot declare the migration "x": the segment "c" is not among the declared ones',
    );
    expect(() => refuseMigrations([both], segments)).toThrow(
      'Cannot declare the migration "both": some of its segments are of customers, others of accounts',
    );
    expect(() => refuseMigrations([leaves], segments)).not.toThrow();
  });
});
