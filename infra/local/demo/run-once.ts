import type { Outcome } from '#contracts/outcome.ts';
import { readout } from '#domain/measurement/readout.ts';
import { retention } from '#retention/retention.ts';
import { collectPages } from '../console-server/collect-pages.ts';
import { countDeadLetters } from './dead-letters.ts';
import { createLivingPopulation } from './living-population.ts';
import { type OnceResult, problemsOf } from './once-result.ts';
import { localTenant, type RunningHoldfast } from './running-holdfast.ts';
import { createSegmentClient } from './segment-client.ts';
import { playHistory, type Sent } from './stream-population.ts';
import { surveyProfiles } from './survey.ts';

/** How many days `--once` lets the population live: long enough for absence to be noticed, acted upon and measured. */
export const onceDays = 50;

const dayMs = 86_400_000;
const stepMs = dayMs / 2;
const settleSeconds = 60;
const mostOutcomes = 1_000_000;

export type OnceOptions = {
  readonly seed: string;
  readonly customers: number;
  readonly signal: AbortSignal;
  readonly upSeconds: number;
  readonly elapsedSeconds: () => number;
  readonly say: (text: string) => void;
};

/**
 * Streams a fixed history and counts what became of it, at several places that do not know of each other. The clock must
 * stand still. Throws when something does not come to rest.
 */
export async function runOnce(
  holdfast: RunningHoldfast,
  options: OnceOptions,
): Promise<{ result: OnceResult; problems: string[] }> {
  const { stack, clock } = holdfast;
  const fromMs = clock.nowMs();
  const population = createLivingPopulation({
    seed: options.seed,
    customers: options.customers,
    fromMs,
    sentUntilMs: fromMs,
    contacts: [],
    lastMailId: null,
  });
  const total = { fresh: 0, repeated: 0, broken: 0, accepted: 0, quarantined: 0 };
  const onStep = async (sent: Sent): Promise<void> => {
    for (const what of ['fresh', 'repeated', 'broken', 'accepted', 'quarantined'] as const) total[what] += sent[what];
    const days = Math.round((population.sentUntilMs - fromMs) / dayMs);
    if ((population.sentUntilMs - fromMs) % (5 * dayMs) === 0)
      options.say(`day ${days} of ${onceDays}: ${total.fresh} events`);
  };
  const send = createSegmentClient({ ...stack, ...holdfast, nowMs: clock.nowMs });
  const settle = () => stack.settle({ timeoutSeconds: settleSeconds });
  const world = { clock, send, settle, mailbox: stack.mailbox, onStep, signal: options.signal };
  await playHistory(world, population, { untilMs: fromMs + onceDays * dayMs, stepMs });
  options.signal.throwIfAborted();
  return judge(holdfast, options, total);
}

async function judge(
  { stack, views, tally, figures }: RunningHoldfast,
  options: OnceOptions,
  total: Sent,
): Promise<{ result: OnceResult; problems: string[] }> {
  await figures.refresh();
  const counts = figures.counts();
  const survey = await surveyProfiles(views.profileReader, localTenant);
  const outcomes = await collectPages<Outcome>((page) => views.ledger.outcomes(localTenant, page), mostOutcomes);
  const result: OnceResult = {
    events: {
      sent: total.fresh + total.repeated,
      accepted: total.accepted + total.quarantined,
      applied: survey.eventsApplied,
      duplicates: total.repeated,
      quarantined: counts.quarantined,
    },
    customers: survey.customers.length,
    segments: survey.segments,
    transitions: counts.transitions,
    emails: counts.emails,
    tasks: counts.openTasks,
    outcomes: outcomes.items.length,
    readouts: retention.playbooks.map(({ name }) => readout(name, outcomes.items)),
    virtualDays: onceDays,
    upSeconds: options.upSeconds,
    seconds: options.elapsedSeconds(),
  };
  const problems = problemsOf(result, {
    broken: total.broken,
    quarantinedByApi: total.quarantined,
    announcedSegments: tally.segments(),
    announcedCustomers: tally.customers(),
    deadLetters: await countDeadLetters(views.queues, stack.outputs),
  });
  return { result, problems };
}
