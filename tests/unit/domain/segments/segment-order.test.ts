import { describe, expect, test } from 'vitest';
import type { SegmentDefinition, SegmentRule } from '#contracts/segment-rule.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { all, atLeast, not, segment } from '#domain/segments/rule-builders.ts';
import { segmentOrder } from '#domain/segments/segment-order.ts';
import { orders } from '../example-definitions.ts';
import { definitionOf } from '../features/compiling.ts';

const asks = (name: string): SegmentRule => ({ op: 'segment', name });
const plain = atLeast(orders, 1);

function one(name: string, rule: SegmentRule, told: Partial<SegmentDefinition> = {}): SegmentDefinition {
  return { ...segment(name, { version: 1, description: 'Some.', rule }), ...told };
}

function orderOf(segments: SegmentDefinition[], features: readonly FeatureDefinition[] = []): string[] {
  const declared = new Map(features.map((definition) => [definition.name, { definition }]));
  return segmentOrder(segments, declared).map(({ name }) => name);
}

const busyMembers = definitionOf(
  'busyMembers',
  { kind: 'times', factor: 100, of: { kind: 'members', segment: 'busy', measure: 'share' } },
  { subject: 'account' },
);
const named = definitionOf('named', { kind: 'feature', name: 'busyMembers' }, { subject: 'account' });
const byMembers: SegmentRule = { op: 'compare', feature: 'named', is: 'at least', threshold: 50 };

describe('segmentOrder', () => {
  test('segmentOrder puts each segment after those that it refers to, and else leaves them as declared', () => {
    const segments = [one('a', all(plain, not(asks('c')))), one('b', plain), one('c', asks('d')), one('d', plain)];
    expect(orderOf(segments)).toEqual(['d', 'c', 'a', 'b']);
  });

  test('segmentOrder looks at rules to stay, at accounts, at members, and at features over members', () => {
    expect(orderOf([one('a', plain, { staysWhile: asks('b') }), one('b', plain)])).toEqual(['b', 'a']);
    expect(orderOf([one('a', { op: 'account in', segment: 'b' }), one('b', plain)])).toEqual(['b', 'a']);
    expect(orderOf([one('a', { op: 'members in', segment: 'b', atLeast: 1 }), one('b', plain)])).toEqual(['b', 'a']);
    expect(orderOf([one('big', byMembers), one('busy', plain)], [named, busyMembers])).toEqual(['busy', 'big']);
    const previous = definitionOf('now', orders.of, { version: 2, previous: { ...busyMembers, name: 'now' } });
    const rule: SegmentRule = { op: 'exists', feature: 'now' };
    expect(orderOf([one('big', rule), one('busy', plain)], [previous])).toEqual(['busy', 'big']);
  });

  test('segmentOrder refuses a circle, naming it', () => {
    expect(() => orderOf([one('a', plain), one('b', asks('c')), one('c', asks('d')), one('d', asks('b'))])).toThrow(
      'Cannot declare the segments: "b" asks for "c" asks for "d" asks for "b"; take one of these references out',
    );
    expect(() => orderOf([one('a', asks('a'))])).toThrow('"a" asks for "a"');
  });

  test('segmentOrder refuses a circle by way of an account and its members', () => {
    const segments = [one('busy', { op: 'account in', segment: 'big' }), one('big', byMembers)];
    expect(() => orderOf(segments, [named, busyMembers])).toThrow('"busy" asks for "big" asks for "busy"');
  });
});
