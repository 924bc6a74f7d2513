import { expect, test } from 'vitest';
import { compilePattern } from '#infra/local/events/pattern.ts';

const tooManyChoices = {
  a: { $or: Array.from({ length: 40 }, (_, index) => ({ x: [index] })) },
  b: { $or: Array.from({ length: 40 }, (_, index) => ({ x: [index] })) },
};

const refused: readonly [string, unknown, string][] = [
  ['an array', [], 'the root: a pattern must be an object, got []'],
  ['null', null, 'the root: a pattern must be an object, got null'],
  ['an empty object', {}, 'the root: an empty object is not allowed, got {}'],
  ['a text that is not JSON', '{', 'the root: a pattern must be valid JSON, got "{"'],
  ['an empty nested object', { detail: {} }, 'detail: an empty object is not allowed'],
  [
    'a leaf that is no array',
    { detail: { state: 'running' } },
    'detail.state: a field must hold an object or an array, got "running"',
  ],
  ['an empty array', { detail: { state: [] } }, 'detail.state: an empty array would match nothing, got []'],
  ['an array in an array', { source: [['a']] }, 'source: a condition must be a string'],
  ['NaN', { a: [Number.NaN] }, 'a: a condition must be a string'],
  ['an unknown operator', { source: [{ sufix: 'x' }] }, 'source: there is no operator "sufix", got {"sufix":"x"}'],
  ['an operator of every object', { source: [{ constructor: 'x' }] }, 'there is no operator "constructor"'],
  ['no operator', { source: [{}] }, 'source: a condition must hold exactly one operator'],
  ['two operators', { source: [{ prefix: 'a', suffix: 'b' }] }, 'exactly one operator'],
  ['a prefix that is a number', { source: [{ prefix: 5 }] }, 'prefix needs a string'],
  ['a suffix with an unknown operator', { source: [{ suffix: { wildcard: '*' } }] }, 'suffix needs a string'],
  [
    'equals-ignore-case with a list',
    { source: [{ 'equals-ignore-case': ['a'] }] },
    'equals-ignore-case needs a string',
  ],
  ['a wildcard with two stars', { source: [{ wildcard: 'a**b' }] }, 'two * in a row'],
  ['a wildcard with a stray backslash', { source: [{ wildcard: 'a\\b' }] }, 'a backslash in a wildcard'],
  ['a wildcard that ends in a backslash', { source: [{ wildcard: 'a\\' }] }, 'a backslash in a wildcard'],
  ['exists with a text', { source: [{ exists: 'true' }] }, 'exists needs true or false, got "true"'],
  ['an empty anything-but', { source: [{ 'anything-but': [] }] }, 'anything-but needs at least one value'],
  ['a mixed anything-but', { source: [{ 'anything-but': ['a', 1] }] }, 'strings only, or numbers only'],
  ['anything-but null', { source: [{ 'anything-but': null }] }, 'strings only, or numbers only'],
  ['anything-but true', { source: [{ 'anything-but': true }] }, 'strings only, or numbers only'],
  ['anything-but an empty prefix', { source: [{ 'anything-but': { prefix: '' } }] }, 'may not be empty'],
  [
    'anything-but of an unknown operator',
    { source: [{ 'anything-but': { numeric: ['=', 1] } }] },
    'anything-but takes one of',
  ],
  [
    'anything-but of two operators',
    { source: [{ 'anything-but': { prefix: 'a', suffix: 'b' } }] },
    'anything-but takes one of',
  ],
  ['anything-but prefixes with a number', { source: [{ 'anything-but': { prefix: ['a', 1] } }] }, 'needs strings'],
  ['numeric without an array', { n: [{ numeric: 5 }] }, 'numeric needs an array'],
  ['numeric with an odd count', { n: [{ numeric: ['>', 1, '<'] }] }, 'one or two pairs'],
  ['numeric with an unknown operator', { n: [{ numeric: ['!=', 1] }] }, 'numeric knows'],
  ['numeric with a text', { n: [{ numeric: ['>', '1'] }] }, 'numeric compares with a number'],
  ['numeric beyond its limit', { n: [{ numeric: ['>', 5.1e9] }] }, 'from -5e9 to 5e9'],
  ['numeric with NaN', { n: [{ numeric: ['>', Number.NaN] }] }, 'numeric compares with a number'],
  ['a range upside down', { n: [{ numeric: ['<', 5, '>', 1] }] }, 'begins with > or >='],
  ['a range with two lower bounds', { n: [{ numeric: ['>', 5, '>', 1] }] }, 'ends with < or <='],
  ['an empty range', { n: [{ numeric: ['>', 5, '<', 5] }] }, 'must be less than'],
  ['a cidr without a mask', { ip: [{ cidr: '10.0.0.0' }] }, 'cidr needs an address'],
  ['a cidr with a bad address', { ip: [{ cidr: '10.0.0.256/24' }] }, 'cidr needs an address'],
  ['a cidr of a single IPv4 address', { ip: [{ cidr: '10.0.0.1/32' }] }, 'at most /31'],
  ['a cidr of a single IPv6 address', { ip: [{ cidr: '::1/128' }] }, 'at most /127'],
  ['$or with one choice', { $or: [{ a: ['x'] }] }, '$or: there is no operator "a"'],
  ['too many combinations', tooManyChoices, '$or may give at most 1000 combinations, got 1600'],
];

test.each(refused)('compilePattern refuses %s', (_name, pattern, message) => {
  expect(() => compilePattern(pattern)).toThrow(/^Cannot compile event pattern: /);
  expect(() => compilePattern(pattern)).toThrow(message);
});
