import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const flowsCountedAgain: Mutant = {
  name: 'flows counted again',
  what: 'does not remember that a write was counted when the stream brings it again later',
  spoil: {
    ...noSpoiler,
    flows: (flows) => ({
      count(writes, nowMs) {
        const atThisTime = (version: number) => version * 1_000_000 + (nowMs % 1_000_000);
        return flows.count(
          writes.map((write) => ({ ...write, profileVersion: atThisTime(write.profileVersion) })),
          nowMs,
        );
      },
    }),
  },
};
