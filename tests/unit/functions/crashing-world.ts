import { type Crash, withCrash } from './crashing-profile-store.ts';
import { createProfileWorld } from './profile-world.ts';

/** A world whose process dies at a call of its store, until it is revived. */
export function createCrashingWorld(crash: Crash) {
  const dead = { revive: () => {} };
  const world = createProfileWorld({
    profiles: (store) => {
      const crashing = withCrash(store, crash);
      dead.revive = crashing.revive;
      return crashing.store;
    },
  });
  return { world, revive: () => dead.revive() };
}
