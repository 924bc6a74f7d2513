import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { eventMessage, exampleEvent, nowMs } from '../../functions/example-events.ts';
import { createReplayWorld, type ReplayWorld, shownCustomers } from './replay-world.ts';

/** Whose each visitor is: by one user alone, so that the order of messages does not decide it. */
const userOf = { v: 'ada', w: 'ada', x: 'bob' } as const;

type Kind = 'visit' | 'page' | 'identify' | 'group' | 'told';
type Told = { readonly kind: Kind; readonly visitor: keyof typeof userOf };

/** When an event is archived and counted: before the replay, at one of its steps, or after it. */
type Fate = { readonly told: Told; readonly isArchived: boolean; readonly counted: 'before' | number | 'after' };

const told = fc.record({
  kind: fc.constantFrom<Kind>('visit', 'visit', 'page', 'identify', 'group', 'told'),
  visitor: fc.constantFrom<keyof typeof userOf>('v', 'w', 'x'),
});
const fate: fc.Arbitrary<Fate> = fc.record({
  told,
  // Mostly: what was counted and is not in the archive is left alone.
  isArchived: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn > 0),
  counted: fc.oneof(fc.constant('before' as const), fc.constant('after' as const), fc.integer({ min: 1, max: 25 })),
});

function eventOf({ kind, visitor }: Told, index: number): CanonicalEvent {
  const [id, userId, timeMs] = [`e${index}`, userOf[visitor], nowMs - 1_000 + index];
  switch (kind) {
    case 'visit':
      return exampleEvent(id, { userId: null, anonymousId: visitor, timeMs });
    case 'page':
      return exampleEvent(id, { userId, timeMs });
    case 'identify':
      return exampleEvent(id, {
        ...{ type: 'identify', name: 'Identify', userId, anonymousId: visitor, timeMs },
        properties: { [`from ${visitor}`]: index },
      });
    case 'group':
      return exampleEvent(id, { type: 'group', name: 'Group', userId, accountId: `of ${visitor}`, timeMs });
    case 'told':
      return exampleEvent(id, {
        ...{ type: 'identify', name: 'Identify', userId: null, anonymousId: visitor, timeMs },
        properties: { emailConsent: index % 2 === 0 },
      });
  }
}

const deliver = (world: ReplayWorld, event: CanonicalEvent) => world.deliver([eventMessage(event.id, [event])]);

/** A store before each request of which something may happen. */
function eachRequest(profiles: ProfileStore, happen: (request: number) => Promise<void>): ProfileStore {
  let requests = 0;
  const before = async () => {
    requests += 1;
    await happen(requests);
  };
  return {
    ...profiles,
    loadMany: (owners) => before().then(() => profiles.loadMany(owners)),
    loadTraits: (...about) => before().then(() => profiles.loadTraits(...about)),
    loadPages: (...about) => before().then(() => profiles.loadPages(...about)),
    put: (record) => before().then(() => profiles.put(record)),
    putTraits: (...about) => before().then(() => profiles.putTraits(...about)),
    putJoin: (...about) => before().then(() => profiles.putJoin(...about)),
    putMember: (...about) => before().then(() => profiles.putMember(...about)),
  };
}

const everybody = [
  'ada',
  'bob',
  'anonymous:v',
  'anonymous:w',
  'anonymous:x',
  'account:of v',
  'account:of w',
  'account:of x',
];

/** What is stored in the end when messages come before, while and after profiles are rebuilt from part of the archive. */
async function afterReplay(fates: readonly Fate[], rebuild: boolean): Promise<unknown> {
  const all = fates.map((one, index) => ({ ...one, event: eventOf(one.told, index) }));
  const archiver = createReplayWorld();
  for (const { event, isArchived } of all) if (isArchived) await deliver(archiver, event);
  await archiver.writeArchive();
  const world = createReplayWorld({ archive: archiver.archive });
  for (const { event, counted } of all) if (counted === 'before') await deliver(world, event);
  const profiles = eachRequest(world.profiles, async (request) => {
    for (const { event, counted } of all) if (counted === request) await deliver(world, event);
  });
  await world.replay({ rebuild, profiles });
  // The others, those for which there was no such step, and all of them once more.
  for (const { event } of all) await deliver(world, event);
  return shownCustomers(world.profiles, everybody);
}

describe('runReplay', () => {
  test.each([true, false])(
    'runReplay beside messages of any customer at any step gives what the messages alone give (rebuild: %s)',
    { timeout: 60_000 },
    async (rebuild) => {
      const property = fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 14 }), async (fates) => {
        const world = createReplayWorld();
        for (const [index, one] of fates.entries()) await deliver(world, eventOf(one.told, index));
        expect(await afterReplay(fates, rebuild)).toEqual(await shownCustomers(world.profiles, everybody));
      });
      await fc.assert(property, { numRuns: 400 });
    },
  );
});
