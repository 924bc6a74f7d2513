import type { BenchStack } from './bench-stack.ts';
import { type Latencies, latenciesOf } from './latencies.ts';
import { type Memory, watchMemory } from './memory.ts';
import { runTraffic, type TrafficRun } from './run-traffic.ts';
import type { Traffic } from './traffic.ts';
import type { Workload } from './workloads.ts';

/** What a workload came to. */
export type WorkloadFigures = {
  readonly name: string;
  readonly description: string;
  readonly events: number;
  readonly eventsPerRequest: number;
  /** At full speed: events per second until HTTP had accepted all, until all was written, announced, and everything else done. */
  readonly acceptedPerSecond: number;
  readonly writtenPerSecond: number;
  readonly announcedPerSecond: number;
  readonly settledPerSecond: number;
  readonly transitions: number;
  readonly eventsPerWrite: number;
  readonly writesPerSecond: number;
  /** Processor time an event, which tells the work where the machine has other work too. */
  readonly processorMicroseconds: { readonly stack: number; readonly database: number; readonly sender: number };
  /** Under a steady load below what the stack can take. */
  readonly steady: Latencies & { readonly eventsPerSecond: number };
  readonly memoryMegabytes: Memory;
};

const connections = 32;
const atFullSpeed = { connections, eventsPerSecond: null };
const fullRuns = ['first', 'second'] as const;
/** Share of the speed at which latency is measured: at full speed it would tell how long the queue is, and nothing else. */
const steadyShare = 0.5;

/** Every event that was ever accepted is counted in one profile, once: also those that were sent again. */
async function checkExactness(stack: BenchStack, accepted: number): Promise<void> {
  const { events } = await stack.profiles();
  if (events !== accepted) {
    throw new Error(`Cannot trust the measurement: ${accepted} events were accepted, ${events} are counted`);
  }
}

const fullTraffic = ({ name, shape, events }: Workload, population: string): Traffic => ({
  shape: { ...shape, population },
  events,
  label: `${name}-${population}`,
});

/** The faster of two runs, each with customers of its own: the first still finds code that has not been compiled. */
async function bestAtFullSpeed(stack: BenchStack, workload: Workload) {
  const runs: { readonly full: TrafficRun; readonly writesDone: number }[] = [];
  for (const population of fullRuns) {
    const before = await stack.profiles();
    const full = await runTraffic(stack, fullTraffic(workload, population), atFullSpeed);
    runs.push({ full, writesDone: (await stack.profiles()).writes - before.writes });
  }
  return runs.reduce((best, run) => (run.full.announcedSeconds < best.full.announcedSeconds ? run : best));
}

/** Warms the stack, sends the workload at full speed and then steadily, and checks that every event was counted exactly once. */
export async function measureWorkload(stack: BenchStack, workload: Workload): Promise<WorkloadFigures> {
  const { name, description, shape, events, warmUpEvents, steadySeconds } = workload;
  const memory = watchMemory();
  const first = await stack.profiles();
  await runTraffic(stack, { shape, events: warmUpEvents, label: `${name}-warm` }, atFullSpeed);

  const { full, writesDone } = await bestAtFullSpeed(stack, workload);
  const perSecond = (seconds: number) => Math.round(events / seconds);
  const microseconds = (seconds: number) => Math.round((seconds / events) * 1e6);

  const eventsPerSecond = Math.ceil(perSecond(full.announcedSeconds) * steadyShare);
  const steadyEvents = Math.ceil((eventsPerSecond * steadySeconds) / shape.eventsPerRequest) * shape.eventsPerRequest;
  const steadyTraffic = { shape, events: steadyEvents, label: `${name}-steady` };
  const writes = await stack.watchWrites();
  const steady = await runTraffic(stack, steadyTraffic, { connections, eventsPerSecond });
  await writes.stop();

  // A client that got no answer sends the same again: nothing of it may count twice.
  await runTraffic(stack, { ...fullTraffic(workload, fullRuns[0]), events: warmUpEvents / 10 }, atFullSpeed);
  await checkExactness(stack, first.events + warmUpEvents + fullRuns.length * events + steadyEvents);
  return {
    name,
    description,
    events,
    eventsPerRequest: shape.eventsPerRequest,
    acceptedPerSecond: perSecond(full.acceptedSeconds),
    writtenPerSecond: perSecond(full.writtenSeconds),
    announcedPerSecond: perSecond(full.announcedSeconds),
    settledPerSecond: perSecond(full.settledSeconds),
    transitions: full.transitions,
    eventsPerWrite: Math.round((events / writesDone) * 100) / 100,
    writesPerSecond: Math.round(writesDone / full.writtenSeconds),
    processorMicroseconds: {
      stack: microseconds(full.processorTime.stack),
      database: microseconds(full.processorTime.database),
      sender: microseconds(full.report.processorSeconds),
    },
    steady: { eventsPerSecond, ...latenciesOf(steady, writes.lastMs) },
    memoryMegabytes: memory.stop(),
  };
}
