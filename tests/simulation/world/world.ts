import { createRandom, type Random } from '#infra/local/demo/random.ts';
import type { Observer } from '#ports/observer.ts';
import type { Plan } from '../plan.ts';
import type { Spoiler } from '../spoiler.ts';
import { createFaults, type Faults } from './faults.ts';
import { createLatency, type Latency } from './latency.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

/** What every part of a run shares. */
export type World = {
  readonly plan: Plan;
  readonly spoiler: Spoiler;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly latency: Latency;
  readonly observer: Observer;
  readonly counts: Readonly<Record<string, number>>;
  readonly notes: readonly { readonly message: string; readonly details: Readonly<Record<string, unknown>> }[];
  /** Adds a line to the trace; null while tracing is off, so that no line is made for nobody. */
  readonly trace: ((line: string) => void) | null;
  readonly lines: readonly string[];
};

/** Makes the world of a plan at its beginning. */
export function createWorld(plan: Plan, spoiler: Spoiler, options: { readonly tracing: boolean }): World {
  const random = createRandom(plan.seed);
  const scheduler = createScheduler(plan.startMs);
  const faults = createFaults(plan, random, scheduler);
  const counts: Record<string, number> = {};
  const notes: { message: string; details: Readonly<Record<string, unknown>> }[] = [];
  const lines: string[] = [];
  const stamp = () => new Date(scheduler.nowMs()).toISOString();
  const trace = options.tracing ? (line: string) => lines.push(`${stamp()} ${line}`) : null;
  const note = (message: string, details: Readonly<Record<string, unknown>>) => {
    notes.push({ message, details });
    trace?.(`note: ${message} ${reasonIn(details)}`);
  };
  const count = (name: string, value: number) => {
    counts[name] = (counts[name] ?? 0) + value;
  };
  const observer = { count, note, warn: note };
  const latency = createLatency(random, faults);
  return { plan, spoiler, random, scheduler, faults, latency, observer, counts, notes, trace, lines };
}

function reasonIn(details: Readonly<Record<string, unknown>>): string {
  const { error, ...others } = details;
  return `${JSON.stringify(others)}${error instanceof Error ? ` ${error.message}` : ''}`;
}
