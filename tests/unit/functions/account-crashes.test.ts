import { expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';
import { accountStateOf } from './account-checks.ts';
import { createAccountWorld } from './account-world.ts';
import { type Crash, withCrash } from './crashing-profile-store.ts';
import { eventMessage, exampleEvent, purchaseEvent, tenant } from './example-events.ts';

const none = new Set<string>();
const ofAcme = { accountId: 'acme' };
const group = (id: string, more: Partial<CanonicalEvent>) =>
  exampleEvent(id, { ...ofAcme, type: 'group', name: 'Group', properties: { plan: 'pro' }, ...more });

const before = [
  group('g1', { userId: null, anonymousId: 'v1' }),
  purchaseEvent('p1', 2, { ...ofAcme, userId: 'bob' }),
  group('g2', { userId: 'bob' }),
];
const during = [
  exampleEvent('i1', { ...ofAcme, anonymousId: 'v1', type: 'identify', name: 'Identify' }),
  purchaseEvent('p1', 2, ofAcme),
  group('g3', { accountId: 'beta' }),
  exampleEvent('x1', { ...ofAcme, userId: 'bob' }),
];

function crashingWorld(crash: Crash) {
  const dead = { revive: () => {} };
  const world = createAccountWorld({
    profiles: (store) => {
      const crashing = withCrash(store, crash);
      dead.revive = crashing.revive;
      return crashing.store;
    },
  });
  return { world, revive: () => dead.revive() };
}

test.each(['before', 'after'] as const)(
  'createProfileHandler counts for accounts exactly, and lets them and their members know, when the process dies %s any call',
  async (when) => {
    let deaths = 0;
    for (let atCall = 1; ; atCall += 1) {
      const { world, revive } = crashingWorld({ atCall, when });
      const messages = [eventMessage('before', before), eventMessage('during', during)];
      const left: ReceivedMessage[] = [];
      const work = async (given: readonly ReceivedMessage[]) => {
        const failed = await world.handle(given);
        left.push(...given.filter(({ id }) => failed.has(id)));
      };
      for (const message of messages) {
        await work([message]);
        await world.announceSome(world.stream.length);
        await work(world.queue.take().map((body, index) => ({ ...message, id: `${message.id} ${index}`, body })));
      }
      revive();
      expect(await world.restart()(left.toReversed())).toEqual(none);
      await world.settle();
      expect((await world.record('account:acme'))?.state).toEqual(accountStateOf('acme', [...before, ...during]));
      expect(await world.eventsOf('account:beta')).toBe(1);
      expect(await Promise.all(['ada', 'bob'].map(world.eventsOf))).toEqual([4, 3]);
      expect((await world.record('account:acme'))?.relations.members).toEqual({
        count: 2,
        inSegments: { keen: 2, quiet: 0 },
      });
      expect((await world.record('account:beta'))?.relations.members).toEqual({
        count: 1,
        inSegments: { keen: 1, quiet: 0 },
      });
      expect(await world.segmentsOf('account:acme')).toEqual(['lively']);
      expect(await world.segmentsOf('ada')).toEqual(['in-good-company', 'keen']);
      expect(await world.segmentsOf('bob')).toEqual(['in-good-company', 'keen']);
      expect((await world.profiles.loadTraits(tenant, 'ada')).unsettled).toEqual([]);
      if (left.length === 0 && world.observer.warnings.length === 0) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(60);
  },
);
