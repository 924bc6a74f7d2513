import { describe, expect, test } from 'vitest';
import { atLeast, not, segment } from '#domain/segments/rule-builders.ts';
import { inSegment } from '#domain/segments/standing-rules.ts';
import { orders } from '../example-definitions.ts';
import { defining } from '../profile/judging.ts';

const about = { version: 1, description: 'For a test.' };
const buyer = segment('buyer', { ...about, rule: atLeast(orders, 1) });
const outsider = segment('outsider', { ...about, rule: not(inSegment(buyer)) });
const firm = segment('firm', {
  ...about,
  subject: 'account',
  rule: { op: 'members in', segment: 'buyer', atLeast: 1 },
});

describe('compileSegments', () => {
  test('compileSegments puts each segment behind those that it refers to, and keeps its number', () => {
    const { segments } = defining([outsider, buyer]);
    expect(segments.map(({ definition, number }) => [definition.name, number])).toEqual([
      ['buyer', 1],
      ['outsider', 0],
    ]);
    expect(segments.map(({ refersTo }) => refersTo)).toEqual([[], ['buyer']]);
  });

  test('compileSegments takes one rule for both where there is none of its own for staying', () => {
    const sticky = segment('sticky', { ...about, rule: atLeast(orders, 2), staysWhile: atLeast(orders, 1) });
    const [first, second] = defining([buyer, sticky]).segments;
    expect(first?.stays).toBe(first?.enters);
    expect(second?.stays).not.toBe(second?.enters);
  });

  test('defineRetention parts the segments of customers from those of accounts', () => {
    const { segmentsOf } = defining([buyer, firm]);
    expect(segmentsOf.customer.map(({ definition }) => definition.name)).toEqual(['buyer']);
    expect(segmentsOf.account.map(({ definition }) => definition.name)).toEqual(['firm']);
  });
});
