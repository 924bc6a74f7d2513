import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const uncertainTakenForRefused: Mutant = {
  name: 'an uncertain e-mail sent again',
  what: 'takes a lost connection for a refusal, gives the claim back and sends once more',
  spoil: {
    ...noSpoiler,
    emails: (emails) => ({
      async send(email) {
        try {
          return await emails.send(email);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          return { kind: 'refused', reason, retryable: true };
        }
      },
    }),
  },
};
