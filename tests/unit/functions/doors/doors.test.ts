import { describe, expect, test } from 'vitest';
import { groupByCustomer } from '#functions/profile/group-by-customer.ts';
import { eventMessage, nowMs, tenant } from '../example-events.ts';
import { createProfileWorld } from '../profile-world.ts';
import { badExamples, doorExamples } from './door-examples.ts';
import { doorRetention } from './door-retention.ts';
import { doors, type Entered } from './doors.ts';

const items = doorExamples.map(({ item }) => item);
const expected = doorExamples.map(({ event }) => event);
const allDoors = Object.entries(doors);

async function entered({ messages, quarantined }: Entered) {
  const grouped = await groupByCustomer(doorRetention, messages, { keepsAccounts: false, nowMs });
  return {
    events: grouped.accepted.map(({ event }) => event),
    quarantined: [...quarantined, ...grouped.quarantined.map(({ entry }) => entry)],
    unreadable: grouped.unreadable,
  };
}

/** The profiles of all customers, without what names the request that they came with. */
async function profilesAfter(messages: Entered['messages']) {
  const world = createProfileWorld({ definitions: doorRetention });
  expect(await world.handle(messages)).toEqual(new Set());
  const customers = ['ada', 'anonymous:visitor-1', 'bob', '42', 'zoë 😀'];
  return Promise.all(
    customers.map(async (customerId) => {
      const { state, memberships, riskBand, wakeAtMs, joined } = await world.profile(customerId);
      const { traits } = await world.profiles.loadTraits(tenant, customerId);
      const rememberedIds = (await world.rememberedIds(customerId)).toSorted();
      return { customerId, state, memberships, riskBand, wakeAtMs, joined, traits, rememberedIds };
    }),
  );
}

describe('every door', () => {
  test.each(allDoors)('%s gives the same canonical events', async (_, enter) => {
    expect(await entered(enter(items))).toEqual({ events: expected, quarantined: [], unreadable: [] });
  });

  test('canonical events in a message are taken as they are', async () => {
    const { events, quarantined } = await entered({ messages: [eventMessage('m', expected)], quarantined: [] });
    expect([events, quarantined]).toEqual([expected, []]);
  });

  test.each(allDoors)('%s leads to the same profiles', async (_, enter) => {
    expect(await profilesAfter(enter(items).messages)).toEqual(await profilesAfter([eventMessage('m', expected)]));
  });

  describe.each(badExamples)('an event %s', (_about, bad, reason) => {
    test.each(allDoors)('is set aside by %s with its reason, and its neighbours are not', async (_, enter) => {
      const [first, last] = [items[0] ?? {}, items.at(-1) ?? {}];
      const { events, quarantined, unreadable } = await entered(enter([first, bad, last]));
      expect(events).toEqual([expected[0], expected.at(-1)]);
      expect(quarantined.map((entry) => entry.reason)).toEqual([reason]);
      expect(quarantined[0]).toMatchObject({ tenant, receivedMs: nowMs });
      expect(unreadable).toEqual([]);
    });
  });
});
