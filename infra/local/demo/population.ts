import type { JsonObject } from '#contracts/json.ts';
import { isoTime } from '#contracts/time.ts';
import { breakEvent, brokenEventEvery } from './broken-event.ts';
import { drawTruth, type HiddenTruth, world } from './hidden-truth.ts';
import type { Random } from './random.ts';
import { createTimeQueue } from './time-queue.ts';
import { type Deed, drawVisit, farewell, introduction } from './visit.ts';

/** One item of the Segment specification, with what the demo knows of it. */
export type PopulationEvent = {
  readonly customerId: string;
  readonly timeMs: number;
  readonly item: JsonObject;
  /** True for an event that was made to be refused. */
  readonly isBroken: boolean;
};

/** A population that lives on as long as it is asked to, and that reacts to being contacted. */
export type Population = {
  /** The next events, in order of time, up to and including `untilMs`. Whatever is not taken comes with the next call. */
  until(untilMs: number): Generator<PopulationEvent, void, undefined>;
  /** Tells that a customer got a win-back e-mail at a time; it may change what they do from now on. */
  contacted(customerId: string, atMs: number): void;
  /** What is true of a customer; null for somebody else's. */
  truthOf(customerId: string): HiddenTruth | null;
};

const dayMs = 86_400_000;

type Life = {
  readonly truth: HiddenTruth;
  readonly random: Random;
  lapsesMs: number;
  visitMs: number | null;
  /** Rises when the plan changes, so that what was queued under the plan before is dropped. */
  plan: number;
  eventsMade: number;
};

type Turn =
  | { readonly kind: 'visit' | 'lapse'; readonly life: Life; readonly plan: number }
  | { readonly kind: 'deed'; readonly life: Life; readonly deed: Deed };

/**
 * Makes a population. Customers visit at a rate of their own, and lapse at a hidden time, as in the model of
 * Schmittlein, Morrison and Colombo (1987, "Counting your customers"); tickets, and e-mails, move that time. The same
 * options, asked and contacted in the same way, give the same events.
 */
export function createPopulation(options: { seed: string; customers: number; fromMs: number }): Population {
  const { seed, customers, fromMs } = options;
  const turns = createTimeQueue<Turn>();
  const lives = new Map<string, Life>();
  let reachedMs = fromMs;

  const lifetime = (life: Life): number => life.random.exponential(world.lifetimeDays[life.truth.kind]) * dayMs;

  /** Plans the next visit; a customer who lapses before it gets to that instead. */
  const planVisit = (life: Life, visitMs: number): void => {
    life.plan += 1;
    const lapses = visitMs >= life.lapsesMs;
    life.visitMs = lapses ? null : visitMs;
    const timeMs = Math.max(reachedMs, Math.ceil(lapses ? life.lapsesMs : visitMs));
    turns.add(timeMs, { kind: lapses ? 'lapse' : 'visit', life, plan: life.plan });
  };

  const comeBack = (life: Life, visitMs: number): void => {
    life.lapsesMs = visitMs + lifetime(life);
    planVisit(life, visitMs);
  };

  const visit = (life: Life, timeMs: number): void => {
    const { deeds, isAngry } = drawVisit(life.truth, life.random);
    for (const deed of deeds) turns.add(timeMs + deed.afterMs, { kind: 'deed', life, deed });
    if (isAngry) {
      const lapsesMs = timeMs + life.random.exponential(world.lapsesAfterTicketDays) * dayMs;
      life.lapsesMs = Math.min(life.lapsesMs, lapsesMs);
    }
    const lastedMs = deeds.at(-1)?.afterMs ?? 0;
    planVisit(life, timeMs + lastedMs + life.random.exponential(life.truth.visitGapDays) * dayMs);
  };

  const lapse = (life: Life, timeMs: number): void => {
    life.visitMs = null;
    if (life.truth.kind === 'subscriber' && life.random.chance(world.cancelsWhenLapsing)) {
      turns.add(timeMs, { kind: 'deed', life, deed: farewell() });
    }
    if (life.random.chance(world.returnsUnasked)) {
      comeBack(life, timeMs + life.random.exponential(world.returnsUnaskedDays) * dayMs);
    }
  };

  function* perform(life: Life, deed: Deed, timeMs: number): Generator<PopulationEvent, void, undefined> {
    const { customerId, anonymousId } = life.truth;
    life.eventsMade += 1;
    const messageId = `${customerId}-${life.eventsMade}`;
    const item = { ...deed.item, messageId, userId: customerId, anonymousId, timestamp: isoTime(timeMs) };
    yield { customerId, timeMs, item, isBroken: false };
    if (life.random.chance(1 / brokenEventEvery)) {
      const broken = breakEvent(item, `${messageId}-broken`, life.random);
      yield { customerId, timeMs, item: broken, isBroken: true };
    }
  }

  for (let number = 1; number <= customers; number += 1) {
    const { truth, random } = drawTruth(seed, number, fromMs);
    const life: Life = { truth, random, lapsesMs: 0, visitMs: null, plan: 0, eventsMade: 0 };
    life.lapsesMs = truth.joinedMs + Math.max(1, lifetime(life));
    lives.set(truth.customerId, life);
    turns.add(truth.joinedMs, { kind: 'deed', life, deed: introduction(truth) });
    planVisit(life, truth.joinedMs);
  }

  return {
    *until(untilMs) {
      for (let next = turns.takeUntil(untilMs); next !== null; next = turns.takeUntil(untilMs)) {
        const { timeMs, value: turn } = next;
        reachedMs = timeMs;
        if (turn.kind === 'deed') yield* perform(turn.life, turn.deed, timeMs);
        else if (turn.plan === turn.life.plan) (turn.kind === 'visit' ? visit : lapse)(turn.life, timeMs);
      }
      reachedMs = Math.max(reachedMs, untilMs);
    },
    contacted(customerId, atMs) {
      const life = lives.get(customerId);
      if (life === undefined) return;
      const soonMs = Math.max(atMs, reachedMs) + life.random.exponential(world.returnsWhenContactedDays) * dayMs;
      const isLapsed = life.visitMs === null && life.lapsesMs <= Math.max(atMs, reachedMs);
      if (!life.random.chance(isLapsed ? world.returnsWhenContacted : world.visitsWhenContacted)) return;
      if (isLapsed) comeBack(life, soonMs);
      else if (life.visitMs === null || soonMs < life.visitMs) planVisit(life, soonMs);
    },
    truthOf: (customerId) => lives.get(customerId)?.truth ?? null,
  };
}
