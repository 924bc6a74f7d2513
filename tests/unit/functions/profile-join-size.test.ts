import { expect, test } from 'vitest';
import { itemBudgetBytes, profileItemBytes } from '#domain/profile/item-budget.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { eventMessage } from './example-events.ts';
import { identifyEvent, visitor, visitorEvent } from './joining.ts';
import { createProfileWorld } from './profile-world.ts';

const visitorEvents = (count: number) => Array.from({ length: count }, (_, index) => visitorEvent(index + 1));

test('createProfileHandler keeps the frozen item within a write unit, whatever it held, and knows its events still', async () => {
  const user = 'u'.repeat(150);
  const join = identifyEvent('join', user);
  for (let count = 60; count < 120; count += 1) {
    const world = createProfileWorld();
    const before = visitorEvents(count);
    for (const event of before) await world.handle([eventMessage('m', [event])]);
    await world.handle([eventMessage('join', [join])]);
    await world.handle([eventMessage('again', before)]);
    expect(decodeState((await world.profile(user)).state).events).toBe(count + 1);
    expect(Math.max(...world.puts(visitor).map(profileItemBytes))).toBeLessThanOrEqual(itemBudgetBytes);
  }
});
