import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, test } from 'vitest';
import { createEventBridgePublisher } from '#adapters/aws/event-bridge-publisher.ts';
import { type Transition, transitionSchema } from '#contracts/transition.ts';
import { startEventBridgeServer } from '#infra/local/events/event-bridge-server.ts';
import { type AcceptedEvent, createEventBuses } from '#infra/local/events/event-buses.ts';
import { parseRuleTarget } from '#infra/local/events/rule-target.ts';
import { exampleTransition, newCustomer, startMs } from './example-records.ts';
import { localClientOptions } from './local-client-options.ts';
import { describeTransitionPublisher } from './transition-publisher.contract.ts';

const busName = 'holdfast';
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A bus that has no room for deliveries: it throttles what a target wants, which are transitions of these segments. */
async function startBus(refusedSegments: readonly string[]) {
  const region = 'us-east-1';
  const accountId = '000000000000';
  const buses = createEventBuses({
    nowMs: () => startMs,
    accountId,
    region,
    log: { error: () => undefined },
    deliver: async () => undefined,
    mostPendingDeliveries: 0,
  });
  buses.addBus({ name: busName, arn: `arn:aws:events:${region}:${accountId}:event-bus/${busName}` });
  const rule = (name: string) => {
    const arn = `arn:aws:events:${region}:${accountId}:rule/${busName}/${name}`;
    return { name, arn, busName, state: 'ENABLED' } as const;
  };
  buses.addRule({ ...rule('all'), eventPattern: { source: ['holdfast'] }, targets: [] });
  if (refusedSegments.length > 0) {
    const queue = { Id: 'queue', Arn: `arn:aws:sqs:${region}:${accountId}:queue` };
    buses.addRule({
      ...rule('refused'),
      eventPattern: { detail: { segment: refusedSegments } },
      targets: [parseRuleTarget(queue, 'rule refused')],
    });
  }
  const accepted: AcceptedEvent[] = [];
  buses.subscribe((event) => accepted.push(event));
  const server = await startEventBridgeServer({ buses, port: 0 });
  const client = new EventBridgeClient(localClientOptions(server.url));
  stops.push(async () => {
    client.destroy();
    await server.stop();
  });
  return { client, accepted };
}

const transitionsOf = (accepted: readonly AcceptedEvent[]): Transition[] =>
  accepted.map(({ event }) => transitionSchema.parse(event.detail));

describeTransitionPublisher('createEventBridgePublisher', async (refusedSegments) => {
  const { client, accepted } = await startBus(refusedSegments);
  return { publisher: createEventBridgePublisher({ client, busName }), published: () => transitionsOf(accepted) };
});

describe('createEventBridgePublisher', () => {
  test('createEventBridgePublisher publish gives rules what they choose by: bus, source, detail-type, time', async () => {
    const { client, accepted } = await startBus([]);
    const transition = exampleTransition(newCustomer());
    await createEventBridgePublisher({ client, busName }).publish([transition]);
    expect(accepted).toMatchObject([
      {
        busName,
        matchedRules: ['all'],
        event: { source: 'holdfast', 'detail-type': 'Segment Entered', time: '2026-03-01T12:00:00Z' },
      },
    ]);
  });

  test('createEventBridgePublisher publish gives every id when the bus does not exist', async () => {
    const { client } = await startBus([]);
    const transition = exampleTransition(newCustomer());
    const publisher = createEventBridgePublisher({ client, busName: 'nowhere' });
    expect(await publisher.publish([transition])).toEqual(new Set([transition.id]));
  });
});
