import { describe, expect, test } from 'vitest';
import type { Transition } from '#contracts/transition.ts';
import type { FaultRates } from '../plan.ts';
import { simRetention } from '../workload/sim-retention.ts';
import { exampleWorld, runToEnd } from './example-world.ts';
import { createSimulatedBus } from './simulated-bus.ts';
import { createSimulatedQueue } from './simulated-queue.ts';

const named = simRetention.playbooks[0]?.segment ?? '';

function transition(changes: { id: string; mode?: 'live' | 'replay'; segment?: string }): Transition {
  return {
    schemaVersion: 1,
    tenant: 'acme',
    customerId: 'ada',
    profileVersion: 3,
    occurredAt: '2026-01-05T10:00:00.000Z',
    correlationId: 'request-1',
    causationId: 'event-1',
    why: { rule: 'no activity for 2 days', values: {}, leaf: null, cause: { kind: 'time' } },
    type: 'Segment Entered',
    segmentVersion: 1,
    mode: 'live',
    segment: named,
    ...changes,
  };
}

/** Publishes one by one; returns the bus, what it refused and what reached the playbook queue. */
async function publish(transitions: readonly Transition[], faults: Partial<FaultRates> = {}) {
  const world = exampleWorld(faults);
  const queue = createSimulatedQueue(world, 'playbook');
  const bus = createSimulatedBus(world, queue);
  const refused: string[] = [];
  for (const one of transitions) refused.push(...(await bus.publisher.publish([one])));
  await runToEnd(world);
  const bodies = queue.receive(100).map(({ body }) => JSON.parse(body));
  return { bus, refused, bodies, injected: world.faults.injected };
}

describe('createSimulatedBus', () => {
  test('createSimulatedBus hands live entries of named segments to the playbook queue, in the envelope of EventBridge', async () => {
    const { bus, bodies } = await publish([
      transition({ id: 'a' }),
      transition({ id: 'b', mode: 'replay' }),
      transition({ id: 'c', segment: 'a segment of no playbook' }),
    ]);
    expect(bus.announced.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(bodies).toEqual([expect.objectContaining({ source: 'holdfast', 'detail-type': 'Segment Entered' })]);
    expect(bodies[0].detail).toEqual(transition({ id: 'a' }));
  });

  test('createSimulatedBus takes nothing of what it refuses', async () => {
    const { bus, refused, bodies } = await publish([transition({ id: 'a' })], { refusedEntry: 1 });
    expect(refused).toEqual(['a']);
    expect(bus.announced).toEqual([]);
    expect(bodies).toEqual([]);
  });

  test('createSimulatedBus has spells in which it refuses everything', async () => {
    const many = Array.from({ length: 300 }, (_, index) => transition({ id: `t${index}` }));
    const { refused, bus, injected } = await publish(many, { refusedEntry: 0.1 });
    expect(injected['refused in a spell of the bus']).toBeGreaterThan(20);
    expect(refused.length + bus.announced.length).toBe(300);
  });

  test('createSimulatedBus delivers to its target at least once', async () => {
    const { bus, bodies } = await publish([transition({ id: 'a' })], { queueRepeat: 1 });
    expect(bus.announced).toHaveLength(1);
    expect(bodies).toHaveLength(2);
  });
});
