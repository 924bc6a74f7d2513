import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { seenOtherwise, withoutIds } from './spoilt-store.ts';

export const duplicatesByMessage: Mutant = {
  name: 'duplicates by queue message only',
  what: 'knows a repetition by the id of its message, so that what a client sends again counts again',
  spoil: {
    ...noSpoiler,
    profiles: (store) => seenOtherwise(store, withoutIds),
    consume: (handle, queue) => {
      const done = new Set<string>();
      return async (messages) => {
        if (queue !== 'event') return handle(messages);
        const failed = await handle(messages.filter((message) => !done.has(message.id)));
        for (const { id } of messages) if (!failed.has(id)) done.add(id);
        return failed;
      };
    },
  },
};
