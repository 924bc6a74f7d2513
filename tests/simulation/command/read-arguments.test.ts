import { expect, test } from 'vitest';
import { readArguments, usage } from './read-arguments.ts';

test.each([
  [[], { kind: 'simulate', seeds: null, json: false }],
  [['--seeds', '10000000', '--json'], { kind: 'simulate', seeds: 10_000_000, json: true }],
  [['--seed', '7'], { kind: 'replay', seed: 7, json: false }],
  [['--mutants'], { kind: 'hunt', seeds: null, json: false }],
  [['--mutants', '--seeds', '30'], { kind: 'hunt', seeds: 30, json: false }],
  [['--help'], { kind: 'help', json: false }],
])('readArguments reads %j', (words, expected) => {
  expect(readArguments(words)).toEqual(expected);
});

test.each(['seven', '', '0', '-1', '1e1', '0x3', ' 3', '1.5', '10000001', '20000000', '100000000000'])(
  'readArguments refuses "%s" as a number, and says what it takes',
  (text) => {
    const range = `"${text}" is no whole number from 1 to 10,000,000`;
    expect(() => readArguments([`--seeds=${text}`])).toThrow(`Cannot read --seeds: ${range}`);
    expect(() => readArguments([`--seed=${text}`])).toThrow(`Cannot read --seed: ${range}`);
  },
);

test.each([
  ['--mutants', ['--seed', '7', '--mutants']],
  ['--seeds', ['--seed', '7', '--seeds', '3']],
])('readArguments refuses a replay with %s', (other, words) => {
  expect(() => readArguments(words)).toThrow(`Cannot use --seed with ${other}: a replay runs one seed`);
});

test.each([[['--sed', '7']], [['7']], [['--seeds']]])(
  'readArguments says after a mistake such as %j what can be passed',
  (words) => {
    expect(() => readArguments(words)).toThrow(/^Cannot read the arguments: /);
    expect(() => readArguments(words)).toThrow(usage);
  },
);
