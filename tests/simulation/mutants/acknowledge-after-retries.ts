import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const acknowledgeAfterRetries: Mutant = {
  name: 'acknowledge after the retries ran out',
  what: 'reports messages as done although their customers could not be written',
  spoil: {
    ...noSpoiler,
    consume: (handle, queue) => async (messages) => {
      const failed = await handle(messages);
      return queue === 'event' ? new Set() : failed;
    },
  },
};
