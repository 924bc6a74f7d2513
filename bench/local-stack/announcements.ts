import * as z from 'zod';
import type { EmbeddedAws } from '#infra/local/embedded-aws.ts';

/** What the bus has taken since it is watched. Moments are Unix milliseconds with a fraction. */
export type Announcements = {
  readonly count: () => number;
  readonly lastMs: () => number;
  /** When the first transition was on the bus that a request caused, by the id of the request. */
  readonly firstMs: ReadonlyMap<string, number>;
  readonly stop: () => void;
};

const detailSchema = z.object({ correlationId: z.string() });

/** Watches the bus. */
export function watchAnnouncements({ buses }: Pick<EmbeddedAws, 'buses'>): Announcements {
  const firstMs = new Map<string, number>();
  let count = 0;
  let lastMs = 0;
  const stop = buses.subscribe(({ event }) => {
    const { correlationId } = detailSchema.parse(event.detail);
    lastMs = performance.timeOrigin + performance.now();
    count += 1;
    if (!firstMs.has(correlationId)) firstMs.set(correlationId, lastMs);
  });
  return { count: () => count, lastMs: () => lastMs, firstMs, stop };
}
