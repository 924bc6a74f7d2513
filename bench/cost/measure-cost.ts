import type { Item } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import { itemBytes } from '#adapters/aws/item-size.ts';
import { type Bill, billOf, eachLine, type Units } from './bill.ts';
import { naiveUnits, standingBill } from './computed-costs.ts';
import { knownCustomers, ofFirstCustomers, workloadsStartMs } from './population.ts';
import { runWorkload } from './run-workload.ts';
import { measureSdkRequest } from './sdk-request-time.ts';
import { type Noted, type Part, parts, type Tally } from './tally.ts';
import { requestsOf } from './traffic.ts';
import { type DollarGoal, type Workload, workloads } from './workloads.ts';

/** What a million events of a workload consume and cost. */
export type WorkloadCost = {
  readonly name: string;
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly windowSeconds: number;
  /** Events per write of a customer, and events per invocation of `profile`. */
  readonly eventsPerWrite: number;
  readonly eventsPerBatch: number;
  readonly writeUnitsPerEvent: number;
  /** 1.05 / k + 0.02, with k events per write of a customer. */
  readonly writeUnitsBound: number;
  /**
   * Write units that are there only so that absence is noticed: those of the wake-up index, and profiles that a wake-up
   * writes, announcements of accounts and members included.
   */
  readonly absenceUnitsPerEvent: number;
  readonly dollarGoal: DollarGoal;
  readonly perMillion: {
    readonly units: Units;
    readonly parts: Readonly<Record<string, number>>;
    readonly noted: Readonly<Record<string, number>>;
    readonly bill: Bill;
  };
  /** By function: invocations in a million events, and milliseconds of an invocation on this machine. */
  readonly functions: Readonly<Record<string, { invocations: number; processorMs: number; waitingMs: number }>>;
  readonly measuredSeconds: number;
};

export type CostFigures = {
  readonly workloads: readonly WorkloadCost[];
  readonly naive: { readonly units: Units; readonly bill: Bill };
  readonly standingPerMonth: Bill;
  /** Processor time of one request through the AWS SDK on this machine. */
  readonly sdkRequestMs: number;
  /** Sizes of the profiles' items that the workloads begin with. */
  readonly itemBytes: { readonly p50: number; readonly p99: number; readonly largest: number };
};

/** How many customers there are, and how many events of them are counted. */
type Size = { readonly customers: number; readonly events: number };

const noted: readonly Noted[] = [
  'customer writes',
  'profile writes',
  'transitions',
  'wake-ups',
  'batches',
  'archived bytes',
];

function functionsOf(tally: Tally, perMillion: (count: number) => number): WorkloadCost['functions'] {
  const entries = [...tally.functions()].map(([name, work]) => {
    const each = (seconds: number) => (seconds * 1_000) / work.invocations;
    const figures = { processorMs: each(work.processorSeconds), waitingMs: each(work.waitingSeconds) };
    return [name, { invocations: perMillion(work.invocations), ...figures }] as const;
  });
  return Object.fromEntries(entries);
}

function costOf(workload: Workload, tally: Tally, eventsPerSecond: number, measuredSeconds: number): WorkloadCost {
  const events = tally.noted('events');
  const perMillion = (count: number) => (count * 1_000_000) / events;
  const counted = tally.units();
  const units = eachLine((line) => perMillion(counted[line]));
  const eventsPerWrite = events / tally.noted('customer writes');
  const partNames = Object.keys(parts).filter((part): part is Part => part in parts);
  return {
    name: workload.name,
    events,
    eventsPerSecond,
    windowSeconds: workload.windowSeconds,
    eventsPerWrite,
    eventsPerBatch: events / (tally.functions().get('profile')?.invocations ?? Number.NaN),
    writeUnitsPerEvent: counted['write units'] / events,
    writeUnitsBound: 1.05 / eventsPerWrite + 0.02,
    absenceUnitsPerEvent:
      (tally.of('wake index') + tally.noted('profile writes') - tally.noted('customer writes')) / events,
    dollarGoal: workload.dollarGoal,
    perMillion: {
      units,
      parts: Object.fromEntries(partNames.map((part) => [part, perMillion(tally.of(part))])),
      noted: Object.fromEntries(noted.map((name) => [name, perMillion(tally.noted(name))])),
      bill: billOf(units),
    },
    functions: functionsOf(tally, perMillion),
    measuredSeconds,
  };
}

/** Days of a workload with an event of every customer a day, those included in which it settles in. */
const settlingEventsEach = 4;
const days = 24;

/**
 * Of a workload that lasts for weeks, as many customers as come to that many events. So few would be woken one by one:
 * with a tick an hour they share requests, as those of a large shop do with a tick a minute.
 */
function sizeOf(workload: Workload, size: Size): Size & { eventsPerSecond: number; tickSeconds: number } {
  if (workload.pace !== 'one a day') return { ...size, ...workload.pace, tickSeconds: 60 };
  const customers = Math.min(size.customers, Math.ceil(size.events / (4 * days)));
  return { customers, events: customers * days, eventsPerSecond: customers / 86_400, tickSeconds: 3_600 };
}

async function measure(workload: Workload, known: readonly Item[], given: Size, sdkRequestMs: number) {
  const started = performance.now();
  const { customers, events, eventsPerSecond, tickSeconds } = sizeOf(workload, given);
  const isKnown = workload.customers === 'known';
  const arrivals = workload.arrivals({ startMs: workloadsStartMs, customers, eventsPerSecond });
  const tally = await runWorkload({
    startMs: workloadsStartMs,
    requests: requestsOf(arrivals, workload.mix),
    // Until nearly every customer has come once, so that the pause before the workload leaves no trace in it.
    settlingEvents: isKnown ? customers * settlingEventsEach : 0,
    events,
    windowSeconds: workload.windowSeconds,
    known: isKnown ? ofFirstCustomers(known, customers) : [],
    tickSeconds,
    sdkRequestMs,
  });
  return costOf(workload, tally, eventsPerSecond, (performance.now() - started) / 1_000);
}

function sizesOf(known: readonly Item[]): CostFigures['itemBytes'] {
  const profiles = known.filter((item) => item['sk']?.S === profileSortKey);
  const sizes = profiles.map(itemBytes).sort((a, b) => a - b);
  const at = (share: number) => sizes[Math.floor(share * (sizes.length - 1))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), largest: at(1) };
}

/** Counts what every workload consumes, `events` of each, and what it costs. */
export async function measureCost(options: Size & { say: (line: string) => void }): Promise<CostFigures> {
  const { say, ...size } = options;
  say(`Giving ${size.customers.toLocaleString('en')} customers a past…`);
  const sdkRequestMs = await measureSdkRequest();
  const known = await knownCustomers(size.customers);
  const costs: WorkloadCost[] = [];
  for (const workload of workloads) {
    say(`Counting the cost of "${workload.name}"…`);
    costs.push(await measure(workload, known, size, sdkRequestMs));
  }
  const naive = naiveUnits();
  return {
    workloads: costs,
    naive: { units: naive, bill: billOf(naive) },
    standingPerMonth: standingBill(),
    itemBytes: sizesOf(known),
    sdkRequestMs,
  };
}
