import { profileMessages } from '../wake/wake-messages.ts';
import type { SurveyDependencies } from './survey-dependencies.ts';

/** Most profiles that a survey wakes in a second: a tenth of what the profile function counts without haste. */
export const wakesPerSecond = 500;

/**
 * Sends wake-ups, and comes back only once it has taken as long as they may take, so that events get through between
 * them.
 */
export type PacedWaking = { wake(profiles: readonly WokenProfile[]): Promise<void> };

export type WokenProfile = { readonly tenant: string; readonly customerId: string };

/** Begins to count the time from now on. */
export function wakeAtAPace({
  profileQueue,
  clock,
  stopwatch,
  pause,
}: Pick<SurveyDependencies, 'profileQueue' | 'clock' | 'stopwatch' | 'pause'>): PacedWaking {
  const beganMs = stopwatch();
  let mayGoOnMs = beganMs;
  return {
    async wake(profiles) {
      if (profiles.length === 0) return;
      const dueMs = clock();
      const messages = profileMessages(
        profiles.map(({ tenant, customerId }) => ({ kind: 'profile', tenant, customerId, runId: '', dueMs })),
      );
      mayGoOnMs = Math.max(mayGoOnMs, stopwatch()) + (profiles.length * 1000) / wakesPerSecond;
      await profileQueue.send(messages);
      const restMs = mayGoOnMs - stopwatch();
      if (restMs > 0) await pause(restMs);
    },
  };
}
