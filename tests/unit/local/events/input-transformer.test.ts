import { describe, expect, test } from 'vitest';
import { compileTargetInput, type TargetInput } from '#infra/local/events/input-transformer.ts';
import { compileJsonPath } from '#infra/local/events/json-path.ts';

const rule = { name: 'example', arn: 'arn:aws:events:us-east-2:123456789012:rule/example' };
const event = {
  version: '0',
  source: 'aws.ec2',
  time: '2015-11-11T21:29:54Z',
  resources: ['arn:1', 'arn:2'],
  detail: { 'instance-id': 'i-0123456789', state: 'RUNNING', count: 3, quote: 'a "b"' },
};
const paths = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  count: '$.detail.count',
  none: '$.detail.no',
};
const ingestedAtMs = Date.UTC(2026, 0, 31, 12, 0, 0, 500);

const build = (input: TargetInput) => compileTargetInput(input, rule)(event, ingestedAtMs);
const fill = (template: string, more: Record<string, string> = {}) =>
  build({ kind: 'template', paths: { ...paths, ...more }, template });

describe('compileTargetInput', () => {
  test('compileTargetInput passes the whole event, a constant or a part', () => {
    expect(JSON.parse(build({ kind: 'event' }))).toEqual(event);
    expect(build({ kind: 'constant', json: '{"a":1}' })).toBe('{"a":1}');
    expect(build({ kind: 'path', path: '$.detail.state' })).toBe('"RUNNING"');
    expect(build({ kind: 'path', path: '$.resources[1]' })).toBe('"arn:2"');
  });

  test.each([
    ['a simple string', '"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'],
    ['escaped quotes', '"instance \\"<instance>\\" is in <state>"', '"instance \\"i-0123456789\\" is in RUNNING"'],
    [
      'simple JSON, minified',
      '{\n "instance" : <instance>,\n "count": <count>\n}',
      '{"instance":"i-0123456789","count":3}',
    ],
    ['JSON with strings', '{"state": "<state>", "n": "<count> of 9"}', '{"state":"RUNNING","n":"3 of 9"}'],
    ['static values beside variables', '{"state": [ 9, <state>, true ]}', '{"state":[9,"RUNNING",true]}'],
    [
      'the rule',
      '{"arn": <aws.events.rule-arn>, "name": "<aws.events.rule-name>!"}',
      `{"arn":"${rule.arn}","name":"example!"}`,
    ],
    ['the time of ingestion', '{"at": <aws.events.event.ingestion-time>}', '{"at":"2026-01-31T12:00:00Z"}'],
    ['the event', '{"event": <aws.events.event.json>}', JSON.stringify({ event })],
    ['a path that leads nowhere', '{"a": <none>, "b": "<none>"}', '{"a":"","b":""}'],
    ['an object in a string', '{"a": "got <detail>"}', JSON.stringify({ a: `got ${JSON.stringify(event.detail)}` })],
    ['text that is no JSON', '<instance> is in state "<state>"', 'i-0123456789 is in state "RUNNING"'],
  ])('compileTargetInput fills a template with %s', (_name, template, expected) => {
    expect(fill(template, { detail: '$.detail' })).toBe(expected);
  });

  test('compileTargetInput leaves the detail out of aws.events.event', () => {
    const { detail: _detail, ...rest } = event;
    expect(JSON.parse(fill('{"event": <aws.events.event>}'))).toEqual({ event: rest });
  });

  test('compileTargetInput fails at delivery when an unescaped text breaks the JSON, as AWS does not escape it', () => {
    expect(() => fill('{"a": "<quote>"}', { quote: '$.detail.quote' })).toThrow(
      'the filled template is not valid JSON',
    );
    expect(fill('{"a": <quote>}', { quote: '$.detail.quote' })).toBe('{"a":"a \\"b\\""}');
  });

  test.each<[string, TargetInput, string]>([
    ['an unknown variable', { kind: 'template', paths, template: '{"a": <b>}' }, 'no variable <b> in InputPathsMap'],
    ['a reserved name', { kind: 'template', paths: { 'aws.x': '$.a' }, template: '1' }, 'the name aws.x is reserved'],
    ['a path with brackets and quotes', { kind: 'path', path: "$['a']" }, "got $['a']"],
    ['a path without $', { kind: 'path', path: 'detail' }, 'got detail'],
    ['a constant that is not JSON', { kind: 'constant', json: '{a}' }, 'Input must be valid JSON, got {a}'],
  ])('compileTargetInput refuses %s', (_name, input, message) => {
    expect(() => compileTargetInput(input, rule)).toThrow(message);
  });

  test('compileTargetInput refuses more than 100 variables', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, '$.a']));
    expect(() => compileTargetInput({ kind: 'template', paths: many, template: '1' }, rule)).toThrow('got 101');
  });
});

describe('compileJsonPath', () => {
  test.each([
    ['$', { a: [{ b: 1 }, { b: 2 }] }],
    ['$.a[0].b', 1],
    ['$.a[*].b', [1, 2]],
    ['$.a[2]', undefined],
    ['$.a.*.c', undefined],
    ['$.x.y', undefined],
    ['$.toString', undefined],
  ])('compileJsonPath reads %s', (path, expected) => {
    expect(compileJsonPath(path)({ a: [{ b: 1 }, { b: 2 }] })).toEqual(expected);
  });
});
