import type { Item } from '#adapters/aws/item-attributes.ts';
import { type Transition, transitionSource } from '#contracts/transition.ts';
import { archiveConsumption } from '#infra/archive-consumption.ts';
import { eventConsumption, longestWindowSeconds } from '#infra/event-consumption.ts';
import { compilePattern } from '#infra/local/events/pattern.ts';
import { playbookPattern } from '#infra/stacks/playbook-pattern.ts';
import { retention } from '#retention/retention.ts';
import { createAgenda } from './agenda.ts';
import { type CountedDeployment, createCountedDeployment, writeKey } from './counted-deployment.ts';
import { createInvoke } from './lambda-time.ts';
import { createQueuePoller, type Polling } from './queue-poller.ts';
import { createTally, type Tally } from './tally.ts';
import type { Request } from './traffic.ts';

/** What comes, and to whom. */
export type Run = {
  readonly startMs: number;
  readonly requests: Iterable<Request>;
  /** Events that come first, to settle in; what they cost is not counted. */
  readonly settlingEvents: number;
  readonly events: number;
  /** How long Lambda gathers events. */
  readonly windowSeconds: number;
  /** The customers that are known already. */
  readonly known: readonly Item[];
  readonly tickSeconds: number;
  /** Processor time of one request through the AWS SDK. */
  readonly sdkRequestMs: number;
};

/** How the archive queue is polled, unless a deployment says otherwise. */
const archivePolling: Polling = archiveConsumption(longestWindowSeconds);

/** How the other queues are polled: as the stateless stack says. */
const playbookPolling: Polling = { batchSize: 10, windowSeconds: 0 };
const deliveryPolling: Polling = { batchSize: 5, windowSeconds: 0 };

/** Lambda looks at a stream four times a second. Source: AWS Lambda developer guide, "Polling and batching streams". */
const streamPollMs = 250;
const streamBatchSize = 100;

/** How long it takes at most until what was gathered is folded, announced, and acted on. */
const pauseSeconds = 60;

const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}` };

/** EventBridge's envelope around a transition. */
function envelope(transition: Transition) {
  const { id, type, occurredAt } = transition;
  const around = { version: '0', id, 'detail-type': type, source: transitionSource, account: '000000000000' };
  return { ...around, time: occurredAt, region: 'us-east-1', resources: [], detail: transition };
}

/** Whether the rule of the stateful stack hands an event to the playbook queue. */
function playbookRule() {
  const { detailType, ...pattern } = playbookPattern(retention.playbooks);
  return compilePattern({ ...pattern, 'detail-type': detailType });
}

const messagesOf = (bodies: readonly string[], sentMs: number) =>
  bodies.map((body, index) => ({ id: String(index), body, firstId: String(index), sentMs }));

/** Lets the handlers work on a workload in virtual time, and counts what it consumes. */
export async function runWorkload(run: Run): Promise<Tally> {
  const agenda = createAgenda(run.startMs);
  const tally = createTally();
  const streamed: Item[] = [];
  const isForPlaybooks = playbookRule();
  const world: CountedDeployment = await createCountedDeployment({
    tally,
    nowMs: agenda.nowMs,
    onAnnouncement(item) {
      streamed.push(item);
      if (streamed.length === 1) agenda.at(Math.ceil((agenda.nowMs() + 1) / streamPollMs) * streamPollMs, readStream);
    },
    onTransition(transition) {
      const event = envelope(transition);
      if (!isForPlaybooks(event)) return;
      tally.add('SQS sent', 1);
      playbookPoller.arrive(JSON.stringify(event));
    },
  });
  const tickMs = run.tickSeconds * 1_000;
  const invoke = createInvoke(tally, world.waits, run.sdkRequestMs);

  const handOver = (): void => {
    for (const body of world.queues.events.take()) eventPoller.arrive(body);
    for (const body of world.queues.archive.take()) archivePoller.arrive(body);
    for (const body of world.queues.playbooks.take()) playbookPoller.arrive(body);
    for (const body of world.queues.deliveries.take()) deliveryPoller.arrive(body);
  };
  const consumer = (name: 'profile' | 'archive' | 'playbooks' | 'deliver') => async (bodies: readonly string[]) => {
    const { elapsedMs } = await invoke(name, () => world[name](messagesOf(bodies, agenda.nowMs())));
    handOver();
    return elapsedMs;
  };
  const eventPoller = createQueuePoller(agenda, tally, eventConsumption(run.windowSeconds), consumer('profile'));
  const archivePoller = createQueuePoller(agenda, tally, archivePolling, consumer('archive'));
  const playbookPoller = createQueuePoller(agenda, tally, playbookPolling, consumer('playbooks'));
  const deliveryPoller = createQueuePoller(agenda, tally, deliveryPolling, consumer('deliver'));

  const readStream = async (): Promise<void> => {
    const batch = streamed.slice(0, streamBatchSize);
    const writes = batch.map((image, index) => ({ sequenceNumber: String(index), image }));
    const { elapsedMs } = await invoke('announce', () => world.announce(writes));
    streamed.splice(0, batch.length);
    if (streamed.length > 0) agenda.at(agenda.nowMs() + elapsedMs, readStream);
  };

  // What a tick itself costs, it costs whatever comes: it is a standing cost and not one of the events.
  const tick = async (): Promise<void> => {
    await world.waits.measure(world.wake);
    handOver();
  };

  for (const item of run.known) world.tables.customers.put(item);
  // Until all that is under way is done: what is gathered, announced, delivered, archived.
  const pauseMs = (run.windowSeconds + archivePolling.windowSeconds + pauseSeconds) * 1_000;
  let sent = 0;
  let shiftMs = 0;
  let nextTickMs = run.startMs + tickMs;
  tally.reset();
  streamed.length = 0;
  for (const request of run.requests) {
    if (shiftMs === 0 && sent >= run.settlingEvents) {
      await agenda.runUntil(agenda.nowMs() + pauseMs);
      shiftMs = pauseMs;
      tally.reset();
    }
    const atMs = request.atMs + shiftMs;
    for (; nextTickMs <= atMs; nextTickMs += tickMs) {
      await agenda.runUntil(nextTickMs);
      await tick();
    }
    await agenda.runUntil(atMs);
    tally.add('HTTP requests', 1);
    const address = { route: 'POST /v1/batch', path: '/v1/batch', pathParameters: {} };
    const call = { ...address, headers, body: request.body, requestId: `request-${sent}` };
    const { result } = await invoke('ingest', () => world.ingest(call));
    if (result.status !== 200) throw new Error(`Cannot measure the cost: ingest answered ${result.status}`);
    handOver();
    sent += request.events;
    if (sent >= run.settlingEvents + run.events) break;
  }
  await agenda.runUntil(agenda.nowMs() + pauseMs);
  return tally;
}
