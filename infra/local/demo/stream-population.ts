import type { JsonObject } from '#contracts/json.ts';
import type { EmbeddedClock } from '../clock.ts';
import type { LivingPopulation, ReceivedMail } from './living-population.ts';
import type { PopulationEvent } from './population.ts';
import type { SendGroups, Taken } from './segment-client.ts';

/** Where the population lives: time, the API, the mailbox. */
export type DemoWorld = {
  readonly clock: EmbeddedClock;
  readonly send: SendGroups;
  /** Resolves once nothing is under way any more. Throws when that takes too long. */
  readonly settle: () => Promise<void>;
  /** All mails, oldest first. */
  readonly mailbox: () => readonly ReceivedMail[];
  /** Told of each step: what was sent, and what became of it. */
  readonly onStep: (sent: Sent) => Promise<void>;
  readonly signal: AbortSignal;
};

/** Events of one step by what they are; `repeated` ones are sent a second time, as clients do whose answer was lost. */
export type Sent = Taken & { readonly fresh: number; readonly repeated: number; readonly broken: number };

/** Every so many-th event of a customer is sent twice. */
const repeatedEvery = 50;

/** How long to wait before looking at the clock again, in milliseconds. */
const followEveryMs = 250;

const hourMs = 3_600_000;

/**
 * Lets the population live through its history with the clock standing still between steps: in each, the clock jumps
 * ahead, what happened meanwhile is sent, and all that follows from it comes to rest. Absence is noticed, and e-mails
 * are reacted to, as they would have been, to the length of a step.
 */
export async function playHistory(
  world: DemoWorld,
  population: LivingPopulation,
  history: { readonly untilMs: number; readonly stepMs: number },
): Promise<void> {
  while (population.sentUntilMs < history.untilMs && !world.signal.aborted) {
    const nextMs = Math.min(population.sentUntilMs + history.stepMs, history.untilMs);
    world.clock.advanceTo(Math.max(nextMs, world.clock.nowMs()));
    // First what time alone has changed, then the events: in the same order in every run.
    await world.settle();
    // What is sent a second time must not overtake the first and be judged without what came with it.
    const sent = await sendUntil(world, population, nextMs, world.settle);
    await world.settle();
    population.react(world.mailbox());
    await world.onStep(sent);
  }
}

/** Lets the population live along with the running clock, until it is told to stop. */
export async function followClock(
  world: DemoWorld,
  population: LivingPopulation,
  pace: { readonly hoursPerSecond: number; readonly pause: (milliseconds: number) => Promise<void> },
): Promise<void> {
  world.clock.setSpeed((pace.hoursPerSecond * hourMs) / 1000);
  while (!world.signal.aborted) {
    const sent = await sendUntil(
      world,
      population,
      Math.max(population.sentUntilMs, world.clock.nowMs()),
      async () => undefined,
    );
    population.react(world.mailbox());
    await world.onStep(sent);
    await pace.pause(followEveryMs);
  }
}

async function sendUntil(
  world: DemoWorld,
  population: LivingPopulation,
  untilMs: number,
  beforeRepeating: () => Promise<void>,
): Promise<Sent> {
  const events = population.liveUntil(untilMs);
  const repeated = events.filter(({ item, isBroken }) => !isBroken && isRepeated(String(item['messageId'])));
  const first = await world.send(byCustomer(events));
  if (repeated.length > 0) await beforeRepeating();
  const second = await world.send(byCustomer(repeated));
  population.confirmSent();
  return {
    fresh: events.length,
    repeated: repeated.length,
    broken: events.filter(({ isBroken }) => isBroken).length,
    accepted: first.accepted + second.accepted,
    quarantined: first.quarantined + second.quarantined,
  };
}

/** What one customer did in one step goes together, so that it is judged as a whole in every run alike. */
function byCustomer(events: readonly PopulationEvent[]): JsonObject[][] {
  const grouped = Map.groupBy(events, ({ customerId }) => customerId);
  return [...grouped.values()].map((own) => own.map(({ item }) => item));
}

function isRepeated(messageId: string): boolean {
  return Number(messageId.slice(messageId.lastIndexOf('-') + 1)) % repeatedEvery === 0;
}
