import { expect, test } from 'vitest';
import type { Deed, SimEvent } from '../workload/sim-event.ts';
import { claimOf, lateness } from './expected-world.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 5, 1);

const deed: Deed = {
  tenant: 'north',
  id: 'e1',
  type: 'page',
  name: 'Page Viewed',
  userId: 'ada',
  anonymousId: 'browser',
  accountId: null,
  timeMs: nowMs,
  properties: {},
  context: {},
};

const copyOf = (ageMs: number, door: SimEvent['door']): SimEvent => ({
  id: 'e1',
  customerId: 'ada',
  isRepeat: false,
  deed: { ...deed, timeMs: nowMs - ageMs },
  flaw: 'none',
  sentMs: nowMs,
  door,
  clock: { mode: 'live' },
});

test('lateness decides at thirty days for what names its time of receipt, and leaves HTTP some doubt', () => {
  expect(lateness(copyOf(30 * dayMs, 'queue'))).toBe('in time');
  expect(lateness(copyOf(30 * dayMs + 1, 'queue'))).toBe('late');
  expect(lateness(copyOf(29 * dayMs, 'http'))).toBe('either');
  expect(lateness(copyOf(27 * dayMs, 'http'))).toBe('in time');
});

test('lateness never calls imported history late', () => {
  const history = { ...copyOf(200 * dayMs, 'queue'), clock: { mode: 'replay', asOfMs: null } } as const;
  expect(lateness(history)).toBe('in time');
});

test('claimOf knows identify with both ids and alias, and no other event', () => {
  expect(claimOf(deed)).toBeNull();
  expect(claimOf({ ...deed, type: 'identify' })).toBe('north|anonymous:browser');
  expect(claimOf({ ...deed, type: 'alias', properties: { previousId: 'phone' } })).toBe('north|anonymous:phone');
  expect(claimOf({ ...deed, type: 'identify', userId: null })).toBeNull();
});
