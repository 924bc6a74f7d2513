import { expect, test } from 'vitest';
import { eventMessage, tenant } from './example-events.ts';
import { identifyEvent, visitor, visitorEvent } from './joining.ts';
import { createProfileWorld } from './profile-world.ts';

test('createProfileHandler writes down who a visitor was before the user has the visitor’s state', async () => {
  const knownAtPut: (readonly string[])[] = [];
  const world = createProfileWorld({
    profiles: (store) => ({
      ...store,
      async put(record) {
        if (record.customerId === 'ada')
          knownAtPut.push((await store.loadJoins(tenant, 'ada')).map((join) => join.visitor));
        return store.put(record);
      },
    }),
  });
  await world.handle([eventMessage('m1', [visitorEvent(1)])]);
  await world.handle([eventMessage('m2', [identifyEvent('known')])]);
  expect(knownAtPut).toEqual([[visitor]]);
});
