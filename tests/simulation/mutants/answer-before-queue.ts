import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const answerBeforeQueue: Mutant = {
  name: 'answer before the queue has it',
  what: 'answers 200 although the queue did not take the events',
  spoil: {
    ...noSpoiler,
    events: (queue) => ({
      async send(messages) {
        await queue.send(messages).catch(() => undefined);
      },
    }),
  },
};
