import { describe, expect, test } from 'vitest';
import { compilePattern } from '#infra/local/events/pattern.ts';

const instance = {
  version: '0',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  time: '2017-10-02T16:24:49Z',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-0', 'arn:other'],
  detail: {
    'c-count': 5,
    'd-count': 3,
    'x-limit': 301.8,
    'source-ip': '10.0.0.33',
    'source-ip6': '2001:db8::33',
    state: 'running',
    empty: '',
    nothing: null,
    ended: false,
    path: 'dir/lib/image.PNG',
    starred: 'a*b\\c',
    items: [
      { name: 'tea', price: 5 },
      { name: 'milk', price: 2 },
    ],
    tags: [],
    nested: { deep: { leaf: 'x' } },
  },
};

const on = (field: string, ...conditions: unknown[]) => ({ detail: { [field]: conditions } });

const examples: readonly [string, unknown, boolean][] = [
  ['an exact string', { source: ['aws.ec2'] }, true],
  ['another string', { source: ['aws.s3'] }, false],
  ['any of several values', on('state', 'initializing', 'running'), true],
  ['an element of an array', { resources: ['arn:other'] }, true],
  ['no element of an array', { resources: ['arn:none'] }, false],
  ['null', on('nothing', null), true],
  ['null where the field is absent', on('absent', null), false],
  ['an empty string', on('empty', ''), true],
  ['false', on('ended', false), true],
  ['a number', on('c-count', 5.0), true],
  ['a number against its text', on('c-count', '5'), false],
  ['two fields', { source: ['aws.ec2'], detail: { state: ['running'] } }, true],
  ['two fields of which one differs', { source: ['aws.ec2'], detail: { state: ['stopped'] } }, false],
  ['a prefix', { time: [{ prefix: '2017-10-02' }] }, true],
  ['a prefix that is not there', { time: [{ prefix: '2018' }] }, false],
  ['a prefix of a number', on('c-count', { prefix: '5' }), false],
  ['a prefix without regard to case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, true],
  ['a suffix', { source: [{ suffix: 'ec2' }] }, true],
  ['a suffix in another case', on('path', { suffix: '.png' }), false],
  ['a suffix without regard to case', on('path', { suffix: { 'equals-ignore-case': '.png' } }), true],
  ['a text without regard to case', on('state', { 'equals-ignore-case': 'RUNNING' }), true],
  ['a wildcard', on('path', { wildcard: 'dir/*.PNG' }), true],
  ['a wildcard in the middle', on('path', { wildcard: '*/lib/*' }), true],
  ['a wildcard that does not end there', on('path', { wildcard: '*/lib' }), false],
  ['an escaped star and backslash', on('starred', { wildcard: 'a\\*b\\\\*' }), true],
  ['a wildcard whose pieces would overlap', on('state', { wildcard: 'running*g' }), false],
  ['anything but one text', on('state', { 'anything-but': 'initializing' }), true],
  ['anything but that very text', on('state', { 'anything-but': 'running' }), false],
  ['anything but a number', on('x-limit', { 'anything-but': 123 }), true],
  ['anything but a list of texts', on('state', { 'anything-but': ['stopped', 'running'] }), false],
  ['anything but a list of numbers', on('x-limit', { 'anything-but': [100, 200, 300] }), true],
  ['anything but a text, against null', on('nothing', { 'anything-but': 'x' }), true],
  ['anything but, where the field is absent', on('absent', { 'anything-but': 'x' }), false],
  ['anything but a prefix', on('state', { 'anything-but': { prefix: 'init' } }), true],
  ['anything but prefixes', on('state', { 'anything-but': { prefix: ['init', 'run'] } }), false],
  ['anything but a suffix', on('path', { 'anything-but': { suffix: '.PNG' } }), false],
  ['anything but suffixes', on('path', { 'anything-but': { suffix: ['.txt', '.rtf'] } }), true],
  ['anything but a text in any case', on('state', { 'anything-but': { 'equals-ignore-case': 'RUNNING' } }), false],
  ['anything but texts in any case', on('state', { 'anything-but': { 'equals-ignore-case': ['A', 'B'] } }), true],
  ['anything but a wildcard', on('path', { 'anything-but': { wildcard: '*/lib/*' } }), false],
  ['anything but wildcards', on('path', { 'anything-but': { wildcard: ['*/bin/*', '*.txt'] } }), true],
  ['anything but one element of an array', { resources: [{ 'anything-but': 'arn:other' }] }, true],
  ['a numeric range', on('c-count', { numeric: ['>', 0, '<=', 5] }), true],
  ['a numeric range with an open top', on('c-count', { numeric: ['>', 0, '<', 5] }), false],
  ['numeric equality', on('x-limit', { numeric: ['=', 3.018e2] }), true],
  ['less than', on('d-count', { numeric: ['<', 10] }), true],
  ['at least', on('d-count', { numeric: ['>=', 4] }), false],
  ['numeric against a text', on('state', { numeric: ['>', 0] }), false],
  ['an IPv4 range', on('source-ip', { cidr: '10.0.0.0/24' }), true],
  ['another IPv4 range', on('source-ip', { cidr: '10.0.1.0/24' }), false],
  ['an IPv6 range', on('source-ip6', { cidr: '2001:db8::/32' }), true],
  ['an address range against a text', on('state', { cidr: '0.0.0.0/0' }), false],
  ['presence', on('c-count', { exists: true }), true],
  ['presence of null', on('nothing', { exists: true }), true],
  ['presence of an object, which is no leaf', on('nested', { exists: true }), false],
  ['absence of an object, which is no leaf', on('nested', { exists: false }), true],
  ['absence', on('absent', { exists: false }), true],
  ['absence below a missing parent', { other: { field: [{ exists: false }] } }, true],
  ['absence of what is there', on('c-count', { exists: false }), false],
  ['absence in an empty array', on('tags', { exists: false }), true],
  ['absence or a value', on('state', 'running', { exists: false }), true],
  ['absence in some objects of an array only', { detail: { items: { name: [{ exists: false }] } } }, false],
  ['a field of an object in an array', { detail: { items: { name: ['milk'] } } }, true],
  ['two fields of one object in an array', { detail: { items: { name: ['milk'], price: [2] } } }, true],
  ['two fields of different objects in an array', { detail: { items: { name: ['milk'], price: [5] } } }, false],
  ['$or with a true second choice', { $or: [{ source: ['x'] }, { detail: { state: ['running'] } }] }, true],
  ['$or without a true choice', { $or: [{ source: ['x'] }, { detail: { state: ['x'] } }] }, false],
  ['$or beside another field', { source: ['aws.ec2'], $or: [{ a: ['x'] }, { time: [{ prefix: '2017' }] }] }, true],
  ['$or beside a field that differs', { source: ['x'], $or: [{ a: ['x'] }, { time: [{ prefix: '2017' }] }] }, false],
  ['$or below a field', { detail: { $or: [{ 'c-count': [9] }, { 'd-count': [{ numeric: ['<', 10] }] }] } }, true],
  ['$or in $or', { $or: [{ a: ['x'] }, { source: ['aws.ec2'], $or: [{ b: ['x'] }, { version: ['0'] }] }] }, true],
  ['$or as the name of a field', { $or: { source: ['aws.ec2'] } }, false],
];

describe('compilePattern', () => {
  test.each(examples)('compilePattern decides %s', (_name, pattern, expected) => {
    expect(compilePattern(pattern)(instance)).toBe(expected);
  });

  test('compilePattern reads $or as a field when a choice uses the name of an operator', () => {
    const matches = compilePattern({ $or: [{ numeric: ['=', 5] }, { prefix: 'a' }] });
    expect([matches({ $or: 5 }), matches({ $or: 'abc' }), matches({ $or: 6 })]).toEqual([true, true, false]);
  });

  test('compilePattern holds $or to the same object of an array as its neighbours', () => {
    const matches = compilePattern({ items: { name: ['milk'] }, $or: [{ items: { price: [5] } }, { never: ['x'] }] });
    expect(
      matches({
        items: [
          { name: 'milk', price: 2 },
          { name: 'tea', price: 5 },
        ],
      }),
    ).toBe(false);
    expect(matches({ items: [{ name: 'milk', price: 5 }] })).toBe(true);
  });

  test('compilePattern reads a string as JSON, as the filters of event sources carry it', () => {
    const matches = compilePattern('{"body":{"temperature":[{"numeric":[">",0,"<=",100]}]}}');
    expect(matches({ body: { temperature: 40 } })).toBe(true);
    expect(matches({ body: 'not json' })).toBe(false);
  });

  test('compilePattern filters records of a DynamoDB stream', () => {
    const matches = compilePattern({
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { NewImage: { sk: { S: ['profile'] }, outbox: { B: [{ exists: true }] } } },
    });
    const record = (image: unknown) => ({ eventName: 'MODIFY', dynamodb: { NewImage: image } });
    expect(matches(record({ sk: { S: 'profile' }, outbox: { B: 'Ag==' } }))).toBe(true);
    expect(matches(record({ sk: { S: 'profile' }, outbox: { S: '[]' } }))).toBe(false);
    expect(matches(record({ sk: { S: 'traits' }, outbox: { B: 'Ag==' } }))).toBe(false);
    expect(matches(record({ sk: { S: 'profile' } }))).toBe(false);
    expect(matches({ eventName: 'REMOVE', dynamodb: {} })).toBe(false);
  });

  test.each([null, undefined, 5, 'text', [], true])('compilePattern matches no presence in the event %j', (event) => {
    expect(compilePattern({ a: [{ exists: true }] })(event)).toBe(false);
    expect(compilePattern({ a: [{ exists: false }] })(event)).toBe(true);
  });

  test('compilePattern looks at own properties only', () => {
    expect(compilePattern({ toString: [{ exists: false }] })({})).toBe(true);
  });
});
