import { createMemoryTransitionPublisher } from '#adapters/memory/memory-transition-publisher.ts';
import { type Transition, transitionSource } from '#contracts/transition.ts';
import { compilePattern } from '#infra/local/events/pattern.ts';
import { playbookPattern } from '#infra/stacks/playbook-pattern.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';
import { simRetention } from '../workload/sim-retention.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { World } from './world.ts';

/** The bus, with the rule that feeds the playbook queue. */
export type SimulatedBus = {
  readonly publisher: TransitionPublisher;
  /** Everything that the bus took, in order. */
  readonly announced: readonly Transition[];
  /** When it took each. */
  readonly announcedMs: readonly number[];
};

/** The share of refusals with which a time begins in which the bus refuses everything, as one that throttles does. */
const spellShare = 0.1;
const longestSpellMs = 60_000;

/** Whether the deployment's rule lets an event through. */
const { source, detailType, detail } = playbookPattern(simRetention.playbooks);
const passes = compilePattern({ source, 'detail-type': detailType, detail });

/** EventBridge's envelope around a transition, as its target gets it. */
function envelope(transition: Transition, number: number) {
  return {
    version: '0',
    id: `bus-${number}`,
    'detail-type': transition.type,
    source: transitionSource,
    account: '000000000000',
    time: transition.occurredAt,
    region: 'us-east-1',
    resources: [],
    detail: transition,
  };
}

/** Makes a bus that refuses entries by chance, and whose rule hands what is live to the playbook queue. */
export function createSimulatedBus(world: World, playbookQueue: SimulatedQueue): SimulatedBus {
  const announced: Transition[] = [];
  const announcedMs: number[] = [];
  const take = (transition: Transition) => {
    announced.push(transition);
    announcedMs.push(world.scheduler.nowMs());
    world.trace?.(`the bus takes ${transition.id}`);
    const event = envelope(transition, announced.length);
    if (!passes(event)) return;
    playbookQueue.enqueue(JSON.stringify(event));
    // EventBridge delivers at least once.
    if (world.faults.happens('queueRepeat', 'repeated target of', 'the bus'))
      playbookQueue.enqueue(JSON.stringify(event));
  };
  let refusesUntilMs = 0;
  const refuses = (): boolean => {
    const { faults, random, scheduler } = world;
    if (faults.isOn() && scheduler.nowMs() < refusesUntilMs) {
      faults.count('refused in a spell of the bus');
      return true;
    }
    if (!faults.happens('refusedEntry', 'refused entry of', 'the bus')) return false;
    if (random.chance(spellShare)) refusesUntilMs = scheduler.nowMs() + random.next() * longestSpellMs;
    return true;
  };
  const publisher = createMemoryTransitionPublisher((transition) => {
    if (refuses()) return false;
    take(transition);
    return true;
  });
  return { publisher, announced, announcedMs };
}
