import { describe, expect, test } from 'vitest';
import { purchase } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { eventMessage, exampleEvent, tenant } from '../../functions/example-events.ts';
import { exampleDeclarations } from '../../functions/example-retention.ts';
import { createReplayWorld, type ReplayWorld, shownCustomers } from './replay-world.ts';

/** By another plan, what was no more than a sign of life is a purchase. */
const otherPlan = defineRetention({
  ...exampleDeclarations,
  plan: trackingPlan([purchase('Order Completed', { amount: 'total' }), purchase('Page Opened', { amount: 'total' })]),
});

const visit = (id: string) => exampleEvent(id, { userId: null, anonymousId: 'v', properties: { total: 1 } });
const identify = (id: string, properties = {}, timeMs = exampleEvent(id).timeMs) =>
  exampleEvent(id, { type: 'identify', name: 'Identify', anonymousId: 'v', properties, timeMs });

const range = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => exampleEvent(`${name}${index}`));

const eventsOf = async (world: ReplayWorld, customerId = 'ada') =>
  decodeState((await world.profile(customerId)).state).events;

/** A store in which something happens once, right after a call of a method has been answered. */
function onceAfter(
  profiles: ProfileStore,
  method: 'loadMany',
  calls: number,
  happen: () => Promise<void>,
): ProfileStore {
  let left = calls;
  return {
    ...profiles,
    async [method](owners) {
      const found = await profiles[method](owners);
      left -= 1;
      if (left === 0) await happen();
      return found;
    },
  };
}

describe('runReplay beside live traffic', () => {
  test('runReplay rebuild leaves a visitor alone who is joined into a user while it runs', async () => {
    const world = createReplayWorld();
    await world.deliver([eventMessage('m', [visit('1'), visit('2')])]);
    await world.writeArchive();
    const join = () => world.deliver([eventMessage('j', [identify('i')])]);
    const profiles = onceAfter(world.profiles, 'loadMany', 1, join);
    const summary = await world.replay({ definitions: otherPlan, rebuild: true, profiles });
    expect(summary).toMatchObject({ left: { 'under way': 1 }, rebuilt: 0 });
    expect((await world.profile('anonymous:v')).joined).toEqual({ into: 'ada', absorbed: true });
    expect(await eventsOf(world, 'anonymous:v')).toBe(0);
    expect(await eventsOf(world)).toBe(3);
  });

  test('runReplay rebuild keeps traits that were told while it runs: consent that was taken back stays so', async () => {
    const world = createReplayWorld();
    await world.deliver([eventMessage('m', [identify('i', { emailConsent: true, plan: 'gold' }), visit('1')])]);
    await world.writeArchive();
    const optOut = identify('o', { emailConsent: false }, exampleEvent('o').timeMs + 1);
    const tell = () => world.deliver([eventMessage('o', [optOut])]);
    // The second look is that at the customers of the archive; their traits are read after it.
    const profiles = onceAfter(world.profiles, 'loadMany', 2, tell);
    await world.replay({ definitions: otherPlan, rebuild: true, profiles });
    const { traits } = await world.profiles.loadTraits(tenant, 'ada');
    expect(traits['emailConsent']?.value).toBe(false);
    expect(traits['plan']?.value).toBe('gold');
  });

  test('runReplay does not blame the tracking plan for traits that were told before the profile was written', async () => {
    const world = createReplayWorld();
    await world.deliver([eventMessage('m', [identify('i', { plan: 'gold' }), visit('1')])]);
    await world.writeArchive();
    const { version, ...before } = await world.profiles.loadTraits(tenant, 'ada');
    const plan = { value: 'blue', timeMs: exampleEvent('o').timeMs + 1, eventId: 'o' };
    await world.profiles.putTraits(tenant, 'ada', { ...before, traits: { plan }, version: version + 1 });
    const summary = await world.replay({ isDry: true });
    expect(summary).toMatchObject({ left: { 'archive incomplete': 1, 'folds otherwise': 0 } });
  });

  test('runReplay does not blame the tracking plan where a profile was read before it was written, and its pages after', async () => {
    const archived = createReplayWorld();
    const world = createReplayWorld({ archive: archived.archive });
    const first = eventMessage('m', range(60, 'a'));
    const meanwhile = eventMessage('x', range(1, 'x'));
    await archived.deliver([first, meanwhile]);
    await archived.writeArchive();
    await world.deliver([first]);
    // What comes next makes the ids of both leave for a page.
    const write = async () => {
      for (const message of [meanwhile, eventMessage('n', range(90, 'n'))]) await world.deliver([message]);
    };
    const profiles = onceAfter(world.profiles, 'loadMany', 1, write);
    const summary = await world.replay({ isDry: true, profiles });
    expect(summary).toMatchObject({ left: { 'under way': 1, 'folds otherwise': 0 } });
  });

  test('runReplay rebuild counts a visitor once whose messages come only after it', async () => {
    const late = [visit('1'), visit('2'), identify('i')];
    const live = createReplayWorld();
    const world = createReplayWorld({ archive: live.archive });
    const first = eventMessage('m', [exampleEvent('0', { properties: { total: 1 } })]);
    for (const each of [live, world]) await each.deliver([first]);
    await live.deliver([eventMessage('late', late)]);
    await live.writeArchive();
    await world.replay({ rebuild: true });
    for (const event of late) await world.deliver([eventMessage(event.id, [event])]);
    expect(await eventsOf(world)).toBe(4);
    const ids = ['ada', 'anonymous:v'];
    expect(await shownCustomers(world.profiles, ids)).toEqual(await shownCustomers(live.profiles, ids));
  });

  test('runReplay rebuild tells an account of its member, also where the message comes only after it', async () => {
    const group = exampleEvent('g', { type: 'group', name: 'Group', accountId: 'acme', properties: { plan: 'team' } });
    const live = createReplayWorld();
    const world = createReplayWorld({ archive: live.archive });
    for (const each of [live, world]) await each.deliver([eventMessage('m', [exampleEvent('0')])]);
    await live.deliver([eventMessage('late', [group])]);
    await live.writeArchive();
    expect(await world.replay({ rebuild: true })).toMatchObject({ rebuilt: 1 });
    await world.deliver([eventMessage('late', [group])]);
    const ids = ['ada', 'account:acme'];
    const shown = await shownCustomers(world.profiles, ids);
    expect(shown).toEqual(await shownCustomers(live.profiles, ids));
    expect(shown).toMatchObject({ 'account:acme': { traits: { plan: { value: 'team' } } } });
  });
});
