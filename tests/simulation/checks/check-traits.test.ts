import { expect, test } from 'vitest';
import type { Deed } from '../workload/sim-event.ts';
import { latestTraits } from './check-traits.ts';

const told = (id: string, timeMs: number, plan: string): Deed => ({
  tenant: 'north',
  id,
  type: 'identify',
  name: 'Identify',
  userId: 'ada',
  anonymousId: null,
  accountId: null,
  timeMs,
  properties: { plan },
  context: {},
});

test('latestTraits takes what was told last, and of two things told at once that of the greater id', () => {
  const traits = latestTraits([told('e2', 5, 'team'), told('e1', 5, 'free'), told('e9', 4, 'pro')]);
  expect(traits).toEqual({ plan: { value: 'team', timeMs: 5, eventId: 'e2' } });
});
