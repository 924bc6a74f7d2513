import { describe, expect, test } from 'vitest';
import { resolveValue } from '#infra/local/template/resolve.ts';
import type { TemplateScope } from '#infra/local/template/scope.ts';

// Keeps CloudFormation's placeholders apart from those of JavaScript.
const d = '$';

const names: Readonly<Record<string, unknown>> = { Queue: 'http://queue', 'AWS::Region': 'eu-west-1', Stage: 'test' };
const scope: TemplateScope = {
  reference: (name) => names[name],
  attribute: (logicalId, attribute) => (logicalId === 'Queue' && attribute === 'Arn' ? 'arn:queue' : undefined),
  importedValue: (name) => (name === 'Other:Table' ? 'table' : undefined),
  mappings: { Sizes: { small: { memory: 128 } } },
  conditions: {
    IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    IsNot: { 'Fn::Not': [{ Condition: 'IsTest' }] },
    Both: { 'Fn::And': [{ Condition: 'IsTest' }, { 'Fn::Or': [{ Condition: 'IsNot' }, { Condition: 'IsTest' }] }] },
    Endless: { Condition: 'Endless' },
  },
};
const resolve = (value: unknown): unknown => resolveValue(value, scope, 'Thing.Property');

describe('resolveValue', () => {
  test.each([
    ['Ref', { Ref: 'Queue' }, 'http://queue'],
    ['Fn::GetAtt with a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
    ['Fn::GetAtt with a text', { 'Fn::GetAtt': 'Queue.Arn' }, 'arn:queue'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 3]] }, 'a-test-3'],
    [
      'Fn::Split and Fn::Select',
      { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] },
      'queue',
    ],
    ['Fn::ImportValue', { 'Fn::ImportValue': 'Other:Table' }, 'table'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'memory'] }, 128],
    ['Fn::Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['Fn::If', { 'Fn::If': ['Both', 'yes', 'no'] }, 'yes'],
    [
      'Fn::Sub with names, attributes and a literal',
      { 'Fn::Sub': `${d}{Stage}/${d}{Queue.Arn}/${d}{!Literal}` },
      `test/arn:queue/${d}{Literal}`,
    ],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': [`${d}{Own}-${d}{AWS::Region}`, { Own: { Ref: 'Stage' } }] },
      'test-eu-west-1',
    ],
  ])('resolves %s', (_name, value, expected) => {
    expect(resolve(value)).toBe(expected);
  });

  test('resolveValue leaves out what is AWS::NoValue, in objects and in lists', () => {
    const missing = { Ref: 'AWS::NoValue' };
    expect(resolve({ keep: 1, drop: missing, list: ['a', missing, { 'Fn::If': ['IsNot', 'x', missing] }] })).toEqual({
      keep: 1,
      list: ['a'],
    });
  });

  test('resolveValue leaves objects alone that only look like a function', () => {
    const statement = { Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Ref: 'x', More: 1 };
    expect(resolve(statement)).toEqual(statement);
  });

  test.each([
    [{ a: [{ Ref: 'Nobody' }] }, 'Cannot resolve Thing.Property.a.0.Ref: nothing is called "Nobody"'],
    [{ 'Fn::GetAtt': ['Queue', 'Url'] }, 'Cannot resolve Thing.Property.Fn::GetAtt: Queue has no attribute Url'],
    [{ 'Fn::Cidr': ['x', 1] }, 'the intrinsic function Fn::Cidr is not known to the embedded AWS'],
    [{ 'Fn::ImportValue': 'Nope' }, 'no stack that was stood up before exports Nope'],
    [{ 'Fn::Join': ['-', 'text'] }, 'not a list: "text"'],
    [{ 'Fn::Select': [4, ['a']] }, 'there is no element 4 among 1'],
    [{ 'Fn::FindInMap': ['Sizes', 'large', 'memory'] }, 'the mappings have no Sizes.large.memory'],
    [{ 'Fn::If': ['Unknown', 1, 2] }, 'no condition is called Unknown'],
    [{ 'Fn::If': ['Endless', 1, 2] }, 'nested deeper than 50'],
  ])('resolveValue refuses %j and says where', (value, message) => {
    expect(() => resolve(value)).toThrow(message);
  });
});
