import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Transition } from '#contracts/transition.ts';
import { createTransitionTally } from '#infra/local/demo/transition-tally.ts';

function transition(version: number, type: 'Segment Entered' | 'Segment Exited', segment = 'active'): Transition {
  return {
    id: `demo/ada/${version}/${segment}`,
    schemaVersion: 1,
    tenant: 'demo',
    customerId: 'ada',
    profileVersion: version,
    occurredAt: '2026-01-01T00:00:00.000Z',
    correlationId: 'c',
    causationId: 'e',
    mode: 'live',
    why: { rule: 'r', values: {}, leaf: null, cause: { kind: 'time' } },
    type,
    segment,
    segmentVersion: 1,
  };
}

describe('createTransitionTally', () => {
  test('createTransitionTally adds members and types up', () => {
    const tally = createTransitionTally([], {});
    tally.observe(transition(1, 'Segment Entered'));
    tally.observe(transition(1, 'Segment Entered', 'new'));
    tally.observe(transition(4, 'Segment Exited'));
    expect(tally.segments()).toEqual({ active: 0, new: 1 });
    expect(tally.transitions()).toEqual({ 'Segment Entered': 2, 'Segment Exited': 1 });
    expect(tally.customers()).toBe(1);
  });

  test('createTransitionTally goes on from customers that are known already', () => {
    const known = [{ customerId: 'ada', version: 3, segments: ['active'] }];
    const tally = createTransitionTally(known, { 'Segment Entered': 10 });
    tally.observe(transition(2, 'Segment Exited'));
    expect(tally.segments()).toEqual({ active: 1 });
    tally.observe(transition(4, 'Segment Exited'));
    expect(tally.segments()).toEqual({ active: 0 });
    expect(tally.transitions()).toEqual({ 'Segment Entered': 10, 'Segment Exited': 1 });
  });

  test('createTransitionTally counts repeated announcements once', () => {
    const announced = [
      transition(1, 'Segment Entered'),
      transition(1, 'Segment Entered', 'new'),
      transition(2, 'Segment Exited'),
      transition(3, 'Segment Entered'),
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 6 }), (retries) => {
        const tally = createTransitionTally([], {});
        // A batch of a stream that failed half-way is delivered again from an earlier point.
        for (const retry of retries) for (const one of announced.slice(0, retry)) tally.observe(one);
        for (const one of announced) tally.observe(one);
        expect(tally.transitions()).toEqual({ 'Segment Entered': 3, 'Segment Exited': 1 });
        expect(tally.segments()).toEqual({ active: 1, new: 1 });
      }),
    );
  });
});
