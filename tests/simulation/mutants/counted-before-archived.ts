import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const countedBeforeArchived: Mutant = {
  name: 'counted before it is archived',
  what: 'counts events without waiting until the queue of the archive has them, and without heeding that it did not take them',
  spoil: {
    ...noSpoiler,
    toArchive: (queue) => ({
      async send(messages) {
        queue.send(messages).catch(() => undefined);
      },
    }),
  },
};

export const archiveAcknowledgedEarly: Mutant = {
  name: 'the archive acknowledged before it is written',
  what: 'takes events off the queue of the archive before their object is stored',
  spoil: {
    ...noSpoiler,
    acknowledges: (queue) => (queue === 'archive' ? 'before the handler' : 'after the handler'),
  },
};
