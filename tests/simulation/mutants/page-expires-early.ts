import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

const dayMs = 86_400_000;

export const pageExpiresEarly: Mutant = {
  name: 'pages that expire too early',
  what: 'forgets the ids of a page two days after they left the item',
  spoil: {
    ...noSpoiler,
    profiles: (store) => ({
      ...store,
      putPage: (page) => store.putPage({ ...page, expiresMs: page.expiresMs - 47 * dayMs }),
    }),
  },
};
