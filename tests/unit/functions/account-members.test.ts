import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectCounted, expectSettled } from './account-checks.ts';
import { buys, joins, returns, type Step, steps } from './account-history.ts';
import { chanceOf, handleAll, jitteredWorld, letDaysPass, play } from './account-play.ts';
import { createAccountWorld } from './account-world.ts';
import { eventMessage, nowMs, tenant } from './example-events.ts';
import { type Fault, withFaults } from './faulty-profile-store.ts';

const none = new Set<string>();

const eventsOf = (drawn: readonly Step[]) => drawn.map(({ event }) => event);

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

describe('what accounts know of their members', () => {
  test('createProfileHandler counts a member once it is linked, and again when it stands otherwise', async () => {
    const world = createAccountWorld();
    await world.handle([eventMessage('m1', [buys('1', 'ada'), buys('2', 'ada'), joins('g', 'ada', 'acme')])]);
    await world.settle();
    expect((await world.record('account:acme'))?.relations.members).toEqual({
      count: 1,
      inSegments: { keen: 1, quiet: 0 },
    });
    expect(await world.segmentsOf('account:acme')).toEqual([]);
    await world.handle([eventMessage('m2', [joins('g', 'bob', 'acme'), buys('1', 'bob'), buys('2', 'bob')])]);
    await world.settle();
    expect(await world.segmentsOf('account:acme')).toEqual(['lively']);
    expect(await world.segmentsOf('ada')).toEqual(['in-good-company', 'keen']);
    const entered = world.announced.find((one) => one.type === 'Segment Entered' && one.segment === 'lively');
    expect(entered).toMatchObject({
      customerId: 'account:acme',
      mode: 'live',
      why: { cause: { kind: 'relation', customerId: 'bob' } },
    });
    const told = world.announced.findLast((one) => one.type === 'Segment Entered' && one.customerId === 'ada');
    expect(told).toMatchObject({
      segment: 'in-good-company',
      why: { cause: { kind: 'relation', customerId: 'account:acme', profileVersion: entered?.profileVersion } },
    });
  });

  test('createProfileHandler tells a new member how its account stands already', async () => {
    const world = createAccountWorld();
    const events = ['ada', 'bob'].flatMap((user) => [joins('g', user, 'acme'), buys('1', user), buys('2', user)]);
    await world.handle([eventMessage('m1', events)]);
    await world.settle();
    await world.handle([eventMessage('m2', [joins('g', 'eve', 'acme')])]);
    await world.settle();
    expect(await world.segmentsOf('eve')).toEqual(['in-good-company']);
    await expectSettled(world);
  });

  test('createProfileHandler says nothing of a segment that a member of older days was never asked about', async () => {
    const world = createAccountWorld();
    world.table.put({ pk: { S: `${tenant}|account:acme` }, sk: { S: 'member#old' } });
    await world.handle([eventMessage('m1', [joins('g', 'ada', 'acme')])]);
    await world.settle();
    expect((await world.record('account:acme'))?.relations.members).toEqual({ count: 2, inSegments: {} });
  });

  test('createProfileHandler counts members as everybody stands in the end, whatever is handed on when and how often', async () => {
    await fc.assert(
      fc.asyncProperty(steps(12, 80), fc.nat(), async (drawn, seed) => {
        const world = jitteredWorld(seed);
        await play(world, drawn, seed);
        await expectCounted(world, eventsOf(drawn));
        await expectSettled(world);
        await letDaysPass(world, 15, chanceOf(seed + 1));
        await expectSettled(world);
      }),
      { numRuns: 120 },
    );
  });

  test('createProfileHandler counts 200 members as they stand in the end', async () => {
    await fc.assert(
      fc.asyncProperty(steps(200, 900, 900), fc.nat(), async (drawn, seed) => {
        const world = jitteredWorld(seed);
        await play(world, drawn, seed);
        await expectCounted(world, eventsOf(drawn));
        await expectSettled(world);
      }),
      { numRuns: 3 },
    );
  });

  test('createProfileHandler counts them through failures, throttling, conflicts and lost answers', async () => {
    const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'fails', 'throttled', 'conflict', 'answer lost'), {
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(steps(6, 40), faults, fc.nat(), async (drawn, list, seed) => {
        const world = createAccountWorld({ profiles: (store) => withFaults(store, list) });
        await play(world, drawn, seed);
        await expectCounted(world, eventsOf(drawn));
        await expectSettled(world);
      }),
      { numRuns: 120 },
    );
  });
});

test('createProfileHandler lets members know how accounts stand in the end, in whatever order they are told', async () => {
  await fc.assert(
    fc.asyncProperty(steps(5, 60, 20), fc.nat(), async (drawn, seed) => {
      const held: string[] = [];
      const world = createAccountWorld({
        relations: (queue) => ({
          async send(messages) {
            const [standings, others] = partition(messages, ({ kind }) => kind === 'account standing');
            held.push(...standings.map((one) => JSON.stringify(one)));
            await queue.send(others);
          },
        }),
      });
      const chance = chanceOf(seed);
      for (const { at, event } of drawn) {
        await handleAll(world, [eventMessage(`m${at}`, [event])]);
        await world.settle(chance);
      }
      for (let id = 0; held.length > 0; id += 1) {
        const [body = ''] = held.splice(chance.below(held.length), 1);
        if (chance.below(4) === 0) held.push(body);
        await handleAll(world, [{ id: `h${id}`, firstId: `h${id}`, sentMs: nowMs, body }]);
      }
      await world.settle(chance);
      await expectSettled(world);
    }),
    { numRuns: 80 },
  );
});

test('createProfileHandler refuses a count that was begun before a later one, though that one found what was known', async () => {
  const gate = { isSet: false, ...Promise.withResolvers<null>() };
  const world = createAccountWorld({
    profiles: (store) => ({
      ...store,
      async loadMemberChunk(...about) {
        const chunk = await store.loadMemberChunk(...about);
        if (!gate.isSet) return chunk;
        gate.isSet = false;
        await gate.promise;
        return chunk;
      },
    }),
  });
  await world.handle([eventMessage('m1', [joins('g', 'ada', 'acme')])]);
  await world.settle();
  const counted = await world.record('account:acme');
  await world.handle([eventMessage('m2', [buys('1', 'ada'), buys('2', 'ada')])]);
  await world.announceSome(world.stream.length);
  gate.isSet = true;
  const [body = ''] = world.queue.take();
  const slow = world.handle([{ id: 'slow', firstId: 'slow', sentMs: nowMs, body }]);
  await world.handle([eventMessage('m3', [returns('3', 'ada')])]);
  await world.settle();
  gate.resolve(null);
  expect(await slow).toEqual(none);
  expect((await world.record('account:acme'))?.relations).toEqual(counted?.relations);
  await expectSettled(world);
});
