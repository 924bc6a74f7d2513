import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const acknowledgeBeforeWrite: Mutant = {
  name: 'acknowledge before the write',
  what: 'takes messages off the event queue before the profiles are written',
  spoil: {
    ...noSpoiler,
    acknowledges: (queue) => (queue === 'event' ? 'before the handler' : 'after the handler'),
  },
};
