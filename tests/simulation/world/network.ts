import { ThrottledError } from '#ports/throttled-error.ts';
import { crashesBefore, type Invocation, nameOf } from './invocation.ts';
import { shortly, traceResult } from './shortly.ts';
import type { World } from './world.ts';

/** What can happen to the requests of a port. */
export type Line = {
  /** How the port is called in the trace and in the counts of faults. */
  readonly name: string;
  /** Which table is behind it; a table can throttle, the customer table in the plan's outage as well. */
  readonly table: 'customer' | 'other' | 'none';
  /** Whether the client sends a request again by itself when its answer does not come. */
  readonly repeats: boolean;
  /** Told of every request that arrives while its sender is still there. */
  readonly arrived: () => void;
};

type Request = { readonly label: string; readonly line: Line; readonly perform: () => Promise<unknown> };

/** What its sender hears of a request: the result, an error that says nothing of what became of it, a throttle, nothing. */
type Answer = 'result' | 'no answer' | 'throttle' | 'none';

/** When a request takes effect, once, twice or not at all, and what its sender hears. */
type Course = { readonly effects: readonly ('soon' | 'late')[]; readonly answer: Answer };

const courses = {
  works: { effects: ['soon'], answer: 'result' },
  throttled: { effects: [], answer: 'throttle' },
  lost: { effects: [], answer: 'no answer' },
  unanswered: { effects: ['soon'], answer: 'no answer' },
  late: { effects: ['late'], answer: 'no answer' },
  repeated: { effects: ['soon', 'late'], answer: 'result' },
  hanging: { effects: ['soon'], answer: 'none' },
} as const satisfies Record<string, Course>;

type Fate = keyof typeof courses;

/** What becomes of a request whose answer is lost. */
function unansweredFate(world: World, line: Line): Fate {
  const part = world.random.below(16);
  if (part === 0) return 'hanging';
  if (part <= 3) return 'late';
  if (part <= 7 && line.repeats) return 'repeated';
  return 'unanswered';
}

function fateOf(world: World, invocation: Invocation, line: Line): Fate {
  if (invocation.isSpared || !world.faults.isOn()) return 'works';
  const { throttle, lostRequest, lostAnswer } = world.faults.rates;
  let drawn = world.random.next();
  if (line.table !== 'none') {
    if (drawn < throttle) return 'throttled';
    drawn -= throttle;
  }
  if (drawn < lostRequest) return 'lost';
  if (drawn < lostRequest + lostAnswer) return unansweredFate(world, line);
  return 'works';
}

function isInOutage(world: World, line: Line): boolean {
  const { outage } = world.plan;
  if (outage === null || line.table !== 'customer') return false;
  const nowMs = world.scheduler.nowMs();
  return nowMs >= outage.fromMs && nowMs < outage.untilMs;
}

/** The moment at which a request takes effect. */
function arrive(world: World, invocation: Invocation, request: Request): Promise<unknown> {
  const { label, line } = request;
  if (invocation.state === 'running') line.arrived();
  if (isInOutage(world, line)) {
    world.faults.count(`outage at ${label}`);
    const refused = Promise.reject(new ThrottledError(`do ${label}`, null));
    refused.catch(() => undefined);
    return refused;
  }
  const result = request.perform();
  if (world.trace !== null) traceResult(world.trace, `${nameOf(invocation)} ${label} took effect`, result);
  // It may await in between, and is one effect all the same: it ends before the next step begins.
  world.scheduler.stir();
  // It is looked at when the answer arrives, or never.
  result.catch(() => undefined);
  return result;
}

type Settle = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

/** Plays a request: on its way, its effects, and its answer on its way back. */
function play(world: World, invocation: Invocation, request: Request, fate: Fate, { resolve, reject }: Settle): void {
  const { scheduler, latency, faults } = world;
  const { label } = request;
  const { effects, answer }: Course = courses[fate];
  const call = invocation.calls;
  if (fate !== 'works') {
    faults.count(`${fate} ${label}`);
    world.trace?.(`${nameOf(invocation)} ${label} is ${fate}`);
  }
  const hear = (delayMs: number, settle: () => void) =>
    scheduler.after(delayMs, () => {
      if (invocation.state === 'dead') return;
      settle();
      scheduler.stir();
    });
  const happen = (isFirst: boolean) => {
    const result = arrive(world, invocation, request);
    if (call === invocation.crashesAt) invocation.die(`crash after ${label}`);
    if (isFirst && answer === 'result') hear(latency.network(), () => resolve(result));
  };
  for (const [index, when] of effects.entries()) {
    scheduler.after(when === 'soon' ? latency.network() : latency.straggler(), () => happen(index === 0));
  }
  if (answer === 'result' || answer === 'none') return;
  const error =
    answer === 'throttle' ? new ThrottledError(`do ${label}`, null) : new Error(`Cannot do ${label}: no answer`);
  hear(latency.network() + latency.network(), () => reject(error));
}

/**
 * A port as a handler sees it from afar: every call is a request that takes its time and can be throttled, lost, late or
 * repeated, and at which its sender can crash.
 */
export function overNetwork<Port extends object>(
  world: World,
  running: () => Invocation,
  port: Port,
  line: Line,
): Port {
  const methods = new Map<string | symbol, unknown>();
  const remote = (honest: CallableFunction, target: Port, label: string) => {
    return (...parameters: unknown[]) =>
      new Promise((resolve, reject) => {
        const invocation = running();
        if (invocation.state === 'dead' || crashesBefore(invocation, label)) return;
        world.trace?.(`${nameOf(invocation)} asks ${label} ${shortly(parameters)}`);
        const perform = async () => Reflect.apply(honest, target, parameters);
        play(world, invocation, { label, line, perform }, fateOf(world, invocation, line), { resolve, reject });
      });
  };
  return new Proxy(port, {
    get(target, key) {
      const known = methods.get(key);
      if (known !== undefined) return known;
      const honest: unknown = Reflect.get(target, key);
      if (typeof honest !== 'function') return honest;
      const method = remote(honest, target, `${line.name}.${String(key)}`);
      methods.set(key, method);
      return method;
    },
  });
}
