import type { Evidence } from './evidence.ts';
import type { Plan, PlannedEvent } from './plan.ts';
import type { Spoiler } from './spoiler.ts';
import { queueConsumptions, streamConsumption } from './world/event-sources.ts';
import { createFunctions, type Functions } from './world/functions.ts';
import { startHttpClient } from './world/http-client.ts';
import { createInfrastructure, type Infrastructure } from './world/infrastructure.ts';
import { consumeQueue } from './world/queue-consumer.ts';
import { createSimulatedStream, type SimulatedStream } from './world/simulated-stream.ts';
import { createWakeSchedule, type WakeSchedule } from './world/wake-schedule.ts';
import { createWorld, type World } from './world/world.ts';

/** Bound on the steps of a run; an ordinary one takes some ten thousand. */
const maximumSteps = 500_000;

type Parts = {
  readonly infrastructure: Infrastructure;
  readonly functions: Functions;
  readonly stream: SimulatedStream;
  readonly schedule: WakeSchedule;
};

/** Puts the world together, with everything at rest. */
function assemble(world: World): Parts {
  const infrastructure = createInfrastructure(world, (item) => {
    stream.append(item);
    schedule.plan();
  });
  const { queues, customers, outage } = infrastructure;
  const functions = createFunctions(world, infrastructure);
  const stream = createSimulatedStream(world, functions.announce, streamConsumption);
  const schedule = createWakeSchedule(world, functions.wake, customers.nextDueMs);
  const nobody = { received: () => undefined, settled: () => undefined };
  consumeQueue(world, queues.event, functions.profile, queueConsumptions.event, outage);
  consumeQueue(world, queues.archive, functions.archive, queueConsumptions.archive, nobody);
  consumeQueue(world, queues.playbook, functions.playbooks, queueConsumptions.playbook, nobody);
  consumeQueue(world, queues.delivery, functions.deliver, queueConsumptions.delivery, nobody);
  return { infrastructure, functions, stream, schedule };
}

/** Lets the plan's calls and messages come in; returns what will have been accepted. */
function start(world: World, { infrastructure, functions }: Parts): readonly PlannedEvent[] {
  const accepted: PlannedEvent[] = [];
  const accept = (events: readonly PlannedEvent[]) => accepted.push(...events);
  for (const call of world.plan.calls) startHttpClient(world, functions.ingest, call, accept);
  for (const message of world.plan.direct) {
    world.scheduler.at(message.atMs, () => {
      infrastructure.queues.event.enqueue(message.body);
      accept(message.events);
    });
  }
  return accepted;
}

function leftOver({ infrastructure, functions, stream }: Parts): string {
  const queues = Object.values(infrastructure.queues).map((queue) => `${queue.visible()} messages in ${queue.name}`);
  const running = Object.entries(functions).map(([name, fleet]) => `${fleet.running()} ${name} under way`);
  const due = new Date(Math.min(infrastructure.customers.nextDueMs(), 8.64e15)).toISOString();
  return [...queues, `${stream.waiting()} writes in the stream`, ...running, `next wake-up ${due}`].join(', ');
}

/** Runs until nothing is left to do and nothing is due; returns the full minute up to which all wake-ups took place. */
async function drain(world: World, parts: Parts): Promise<number> {
  const { scheduler } = world;
  const { schedule, infrastructure } = parts;
  schedule.plan();
  for (;;) {
    await scheduler.drain(maximumSteps, () => leftOver(parts));
    const endedMs = schedule.extend(scheduler.nowMs());
    if (infrastructure.customers.nextDueMs() > endedMs) return endedMs;
  }
}

/** Plays a plan to its end and returns what can be seen then. Throws, saying what is left, if it does not end. */
export async function runPlan(plan: Plan, spoiler: Spoiler, options: { readonly tracing: boolean }): Promise<Evidence> {
  const world = createWorld(plan, spoiler, options);
  const parts = assemble(world);
  const accepted = start(world, parts);
  const endedMs = await drain(world, parts);
  const { customers, ledgerTable, archive, queues, bus, mail, issued, outage, wakesSent } = parts.infrastructure;
  return {
    accepted,
    customers: customers.table,
    ledger: ledgerTable,
    archive: archive.objects,
    puts: customers.puts,
    writers: customers.writers,
    announced: bus.announced,
    announcedMs: bus.announcedMs,
    wakesSent,
    emails: mail.sent(),
    commands: [...issued.values()],
    notes: world.notes,
    counts: world.counts,
    deadLetters: {
      event: queues.event.deadLetters,
      archive: queues.archive.deadLetters,
      playbook: queues.playbook.deadLetters,
      delivery: queues.delivery.deadLetters,
    },
    requestsDuringOutage: outage.requests(),
    writesDuringOutage: outage.writes(),
    injected: world.faults.injected,
    endedMs,
    trace: world.lines,
  };
}
