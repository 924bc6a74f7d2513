import { expect } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { foldEvent } from '#domain/profile/fold-event.ts';
import { mergeTraits } from '#domain/profile/merge-traits.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import { dayMs, exampleEvent, nowMs, purchaseEvent, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import type { createProfileWorld } from './profile-world.ts';

/** The customer that the visitor "x" is, as long as nobody knows who that is. */
export const visitor = 'anonymous:x';

/** The event number n of the visitor: always the same one; a purchase, a trait or a page, within a month. */
export function visitorEvent(number: number): CanonicalEvent {
  return eventNumber(`visitor ${number}`, number, { userId: null, anonymousId: 'x' });
}

/** The event number n of the user Ada: always the same one. */
export function userEvent(number: number): CanonicalEvent {
  return eventNumber(`user ${number}`, number, {});
}

function eventNumber(id: string, number: number, of: Partial<CanonicalEvent>): CanonicalEvent {
  const more = { ...of, timeMs: nowMs - ((number * 7_919) % 110) * (dayMs / 4) };
  if (number % 5 === 0) return purchaseEvent(id, number + 0.25, more);
  if (number % 7 !== 0) return exampleEvent(id, more);
  const properties = { plan: `plan ${number}`, [`trait ${number % 3} of ${id.slice(0, 4)}`]: number };
  return exampleEvent(id, { ...more, type: 'identify', name: 'Identify', properties });
}

/** Tells that the visitor "x" is Ada, or another user. */
export function identifyEvent(id: string, userId = 'ada'): CanonicalEvent {
  const properties = { email: `${userId}@example.com` };
  return exampleEvent(id, { type: 'identify', name: 'Identify', userId, anonymousId: 'x', properties });
}

/** Tells the same in the other way that the Segment specification has. */
export function aliasEvent(id: string, userId = 'ada', previousId = 'x'): CanonicalEvent {
  return exampleEvent(id, { type: 'alias', name: 'Alias', userId, properties: { previousId } });
}

/** Expects that Ada's profile is the fold of all these events, each once, and that nothing of them is left elsewhere. */
export async function expectJoined(
  world: ReturnType<typeof createProfileWorld>,
  events: readonly CanonicalEvent[],
): Promise<void> {
  const distinct = [...new Map(events.map((event) => [event.id, event])).values()];
  const state = distinct.reduce(
    (all, event) => foldEvent(exampleRetention.folding.customer, all, event),
    emptyProfileState,
  );
  expect(decodeState((await world.profile()).state).events).toBe(distinct.length);
  expect((await world.profile()).state).toEqual(encodeState(state));
  expect((await world.profiles.loadTraits(tenant, 'ada')).traits).toEqual(
    mergeTraits(exampleRetention.plan, {}, distinct),
  );
  expect(await world.profile(visitor)).toMatchObject({
    state: encodeState(emptyProfileState),
    memberships: {},
    wakeAtMs: null,
    joined: { into: 'ada', absorbed: true },
  });
}
