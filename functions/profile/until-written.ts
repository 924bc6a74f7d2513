import type { ReadConsistency } from '#ports/profile-store.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';

/** How often a write that met another is decided anew before the messages go back to the queue. */
const maximumAttempts = 25;

/** Longest pause before the first repetition; it doubles with each, up to `longestPauseMs`. */
const firstPauseMs = 20;
const longestPauseMs = 2_000;

/**
 * Repeats an attempt that met another writer, with pauses drawn from 0 to a doubling bound ("full jitter"). The first
 * attempt may read what is slightly old, for its write would be refused; those after it may not. An attempt that throws is not
 * repeated: a store that is throttled or away must not be asked again at once.
 *
 * @throws Error, saying `what` could not be written, when others wrote first each time; whatever the attempt throws.
 */
export async function untilWritten<T>(
  { observer, pause, chance }: Pick<ProfileDependencies, 'observer' | 'pause' | 'chance'>,
  what: string,
  once: (consistency: ReadConsistency) => Promise<T | 'conflict'>,
): Promise<T> {
  for (let attempts = 1; attempts <= maximumAttempts; attempts += 1) {
    const done = await once(attempts === 1 ? 'eventual' : 'consistent');
    if (done !== 'conflict') return done;
    observer.count('WriteConflicts', 1);
    if (attempts === maximumAttempts) break;
    const boundMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
    await pause(chance() * boundMs);
  }
  throw new Error(`Cannot write ${what}: others wrote first ${maximumAttempts} times`);
}
