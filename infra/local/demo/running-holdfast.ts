import { setTimeout as pauseFor } from 'node:timers/promises';
import { segmentSizeUnusualSchema } from '#contracts/segment-size-unusual.ts';
import { transitionSchema } from '#contracts/transition.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import type { EmbeddedClock } from '../clock.ts';
import type { EmbeddedStack } from './embedded-stack.ts';
import { createFigures, type Figures } from './figures.ts';
import { type HoldfastViews, openViews } from './holdfast-views.ts';
import { surveyProfiles } from './survey.ts';
import { createTransitionTally, type TransitionTally } from './transition-tally.ts';

/** The tenant of everything that `npm start` does. */
export const localTenant = 'local';

/** Holdfast on the embedded AWS, with a source that may send events, and with its counts. */
export type RunningHoldfast = {
  readonly stack: EmbeddedStack;
  readonly clock: EmbeddedClock;
  readonly views: HoldfastViews;
  readonly tally: TransitionTally;
  readonly figures: Figures;
  readonly writeKey: string;
  readonly pause: (milliseconds: number) => Promise<void>;
};

export type RunningHoldfastOptions = {
  readonly stack: EmbeddedStack;
  readonly clock: EmbeddedClock;
  readonly writeKey: string;
  /** Transitions that were counted before, by type. */
  readonly transitionsBefore: Readonly<Record<string, number>>;
  /** Ends pauses early. */
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
};

/** Looks at a stack that has just come up: registers the source, counts what is there, listens to what is announced. */
export async function watchHoldfast(options: RunningHoldfastOptions): Promise<RunningHoldfast> {
  const { stack, clock, writeKey, signal, log } = options;
  const views = openViews({ ...stack, nowMs: clock.nowMs });
  await views.sources.add(newSource({ writeKey, tenant: localTenant, name: 'local', createdMs: clock.nowMs() }));
  const survey = await surveyProfiles(views.profileReader, localTenant);
  const tally = createTransitionTally(survey.customers, options.transitionsBefore);
  stack.subscribe((detail) => {
    const announced = transitionSchema.safeParse(detail);
    if (announced.success) {
      if (announced.data.tenant === localTenant) tally.observe(announced.data);
    } else if (!segmentSizeUnusualSchema.safeParse(detail).success) {
      log(`Something on the bus is not understood: ${JSON.stringify(detail).slice(0, 200)}`);
    }
  });
  const pause = async (milliseconds: number): Promise<void> => {
    try {
      await pauseFor(milliseconds, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };
  const figures = createFigures({
    tenant: localTenant,
    ledger: views.ledger,
    profileReader: views.profileReader,
    tally,
    emails: () => stack.mailbox().length,
    pause,
    elapsedMs: () => performance.now(),
    log,
  });
  await figures.refresh();
  return { stack, clock, views, tally, figures, writeKey, pause };
}
