import type { ProfileStore } from '#ports/profile-store.ts';
import type { ReplayDestination } from './replay-destination.ts';

/** Reads of an empty queue in a row that are believed: SQS only gives approximate numbers. */
const emptyReads = 2;

export type AwaitJoinsSettings = {
  readonly profiles: ProfileStore;
  readonly destination: Pick<ReplayDestination, 'depth'>;
  readonly tenant: string;
  readonly timeoutSeconds: number;
  readonly intervalMs: number;
  readonly nowMs: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
};

/**
 * Waits until visitors have become part of the users who were first to claim them, so that later claims find them
 * taken; or until the queue is empty, for a user who has too many visitors gets no more. Returns whether it came to
 * that in time.
 */
export async function awaitJoins(settings: AwaitJoinsSettings, visitors: ReadonlySet<string>): Promise<boolean> {
  const { profiles, destination, tenant, signal } = settings;
  const endsMs = settings.nowMs() + settings.timeoutSeconds * 1_000;
  let waiting = [...visitors];
  let empty = 0;
  for (;;) {
    const depth = await destination.depth();
    const left: string[] = [];
    for (const visitor of waiting) {
      const record = await profiles.load(tenant, visitor, 'consistent');
      if (record === null || record.joined === null) left.push(visitor);
    }
    waiting = left;
    empty = depth === 0 ? empty + 1 : 0;
    if (waiting.length === 0 || empty >= emptyReads) return true;
    if (settings.nowMs() >= endsMs || signal.aborted) return false;
    await settings.pause(settings.intervalMs);
  }
}
