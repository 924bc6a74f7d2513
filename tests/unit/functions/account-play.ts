import type { ReceivedMessage } from '#functions/received-message.ts';
import { usersOf } from './account-checks.ts';
import type { Step } from './account-history.ts';
import { type AccountWorld, type Chance, createAccountWorld } from './account-world.ts';
import { dayMs, eventMessage, tenant } from './example-events.ts';
import { jittered } from './jittered.ts';

/** A stream of chance that a property can shrink (Lehmer's, by Park and Miller's numbers). */
export function chanceOf(seed: number): Chance {
  let state = (seed % 2_147_483_646) + 1;
  return {
    below(bound) {
      state = (state * 48_271) % 2_147_483_647;
      return state % bound;
    },
  };
}

/** A world whose calls take turns by chance. */
export function jitteredWorld(seed: number): AccountWorld {
  const { below } = chanceOf(seed + 7);
  return createAccountWorld({
    profiles: (store) => jittered(store, below),
    relations: (queue) => jittered(queue, below),
  });
}

/** Works on messages until each is done. */
export async function handleAll(world: AccountWorld, messages: readonly ReceivedMessage[]): Promise<void> {
  let rest = messages;
  for (let rounds = 0; rest.length > 0; rounds += 1) {
    if (rounds > 300) throw new Error('The queue does not drain');
    const failed = await world.handle(rest);
    rest = rest.filter(({ id }) => failed.has(id));
  }
}

/** Lets the steps happen in batches, hands some of what follows on in between, and all of it in the end. */
export async function play(world: AccountWorld, drawn: readonly Step[], seed: number): Promise<void> {
  const chance = chanceOf(seed);
  for (let from = 0; from < drawn.length; ) {
    const size = 1 + chance.below(12);
    const batch = drawn.slice(from, from + size).map(({ at, event }) => eventMessage(`m${at}`, [event]));
    from += size;
    const halves = [batch.slice(0, size / 2), batch.slice(size / 2)];
    const announced = chance.below(3) === 0 ? 1 + chance.below(3) : 0;
    await Promise.all([world.announceSome(announced), ...halves.map((half) => handleAll(world, half))]);
    if (chance.below(6) === 0) await world.settle(chance);
  }
  await world.settle(chance);
}

/** Lets days pass in which nobody does anything. */
export async function letDaysPass(world: AccountWorld, days: number, chance: Chance): Promise<void> {
  world.clock.nowMs += days * dayMs;
  for (const customerId of await usersOf(world)) {
    const wake = { kind: 'wake profile', schemaVersion: 1, tenant, customerId, dueMs: world.clock.nowMs };
    const body = JSON.stringify(wake);
    await handleAll(world, [{ id: customerId, firstId: customerId, sentMs: world.clock.nowMs, body }]);
  }
  await world.settle(chance);
}
