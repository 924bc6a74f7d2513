import { describe, expect, test } from 'vitest';
import { ThrottledError } from '#ports/throttled-error.ts';
import type { FaultRates, Plan } from '../plan.ts';
import { exampleStartMs, exampleWorld, runToEnd } from './example-world.ts';
import { createFleet, type Outcome } from './fleet.ts';
import { type Line, overNetwork } from './network.ts';

const line: Line = {
  name: 'counter',
  table: 'customer',
  repeats: true,
  arrived: () => undefined,
};

/** What a run of one function saw of a port that counts, and what the port has counted in the end. */
type Seen = { readonly outcome: Outcome<unknown>; readonly counted: number; readonly injected: readonly string[] };

/** Runs `work` once over a counter at the other end of the network. */
async function run(
  work: (counter: { add(by: number): Promise<number> }) => Promise<unknown>,
  options: {
    readonly faults?: Partial<FaultRates>;
    readonly plan?: Partial<Omit<Plan, 'faults'>>;
    readonly isSpared?: boolean;
  } = {},
): Promise<Seen> {
  const world = exampleWorld(options.faults, options.plan);
  let counted = 0;
  const counter = {
    async add(by: number) {
      counted += by;
      return counted;
    },
  };
  const fleet = createFleet(world, 'deliver', ({ running }) => overNetwork(world, running, counter, line));
  const outcomes: Outcome<unknown>[] = [];
  fleet.invoke(work, options.isSpared ?? false, (outcome) => outcomes.push(outcome));
  await runToEnd(world);
  const [outcome] = outcomes;
  if (outcome === undefined || outcomes.length > 1) throw new Error(`Cannot judge: it ended ${outcomes.length} times`);
  return { outcome, counted, injected: Object.keys(world.faults.injected) };
}

/** Runs something under the first seeds that inject a fault. */
async function runWith(fault: string, work: Parameters<typeof run>[0], faults: Partial<FaultRates>): Promise<Seen> {
  for (let seed = 1; seed < 500; seed += 1) {
    const seen = await run(work, { faults, plan: { seed } });
    if (seen.injected.includes(fault)) return seen;
  }
  throw new Error(`Cannot find a seed of 500 that injects "${fault}"`);
}

const addTwice: Parameters<typeof run>[0] = async (counter) => [await counter.add(1), await counter.add(1)];
const addOnce: Parameters<typeof run>[0] = (counter) => counter.add(1);

describe('overNetwork', () => {
  test('overNetwork passes calls and answers on where nothing goes wrong', async () => {
    expect(await run(addTwice)).toEqual({ outcome: { kind: 'answered', answer: [1, 2] }, counted: 2, injected: [] });
  });

  test('overNetwork lets calls overtake each other', async () => {
    const orders = new Set<string>();
    for (let seed = 1; seed <= 50; seed += 1) {
      const seen = await run((counter) => Promise.all([counter.add(1), counter.add(10), counter.add(100)]), {
        plan: { seed },
      });
      orders.add(JSON.stringify(seen.outcome));
    }
    expect(orders.size).toBe(6);
  });

  test('overNetwork throttles a table without an effect', async () => {
    const { outcome, counted } = await run(addOnce, { faults: { throttle: 1 } });
    expect(outcome).toEqual({ kind: 'failed', error: expect.any(ThrottledError) });
    expect(counted).toBe(0);
  });

  test('overNetwork loses a request without an effect', async () => {
    const { outcome, counted } = await run(addOnce, { faults: { lostRequest: 1 } });
    expect(outcome.kind).toBe('failed');
    expect(counted).toBe(0);
  });

  test('overNetwork loses an answer although the request took effect', async () => {
    const { outcome, counted } = await runWith('unanswered counter.add', addOnce, { lostAnswer: 1 });
    expect(outcome.kind).toBe('failed');
    expect(counted).toBe(1);
  });

  test('overNetwork lets a request take effect after its sender has given it up', async () => {
    const read = async (counter: { add(by: number): Promise<number> }) => {
      await counter.add(1).catch(() => undefined);
      return counter.add(10).catch(() => null);
    };
    const { counted } = await runWith('late counter.add', read, { lostAnswer: 0.5 });
    expect(counted).toBe(11);
  });

  test('overNetwork lets a request of a client that repeats take effect twice', async () => {
    const { outcome, counted } = await runWith('repeated counter.add', addOnce, { lostAnswer: 1 });
    expect(outcome.kind).toBe('answered');
    expect(counted).toBe(2);
  });

  test('overNetwork lets an invocation run out of time whose answer never comes', async () => {
    const { outcome, counted, injected } = await runWith('hanging counter.add', addOnce, { lostAnswer: 1 });
    expect(outcome).toEqual({ kind: 'crashed' });
    expect(counted).toBe(1);
    expect(injected).toContain('timeout of deliver');
  });

  test('overNetwork lets an invocation crash before a call takes effect', async () => {
    const { outcome, counted } = await runWith('crash before counter.add', addOnce, { crash: 1 });
    expect(outcome).toEqual({ kind: 'crashed' });
    expect(counted).toBe(0);
  });

  test('overNetwork lets an invocation crash after a call took effect', async () => {
    const { outcome, counted } = await runWith('crash after counter.add', addOnce, { crash: 1 });
    expect(outcome).toEqual({ kind: 'crashed' });
    expect(counted).toBe(1);
  });

  test('overNetwork lets what a crashed invocation had sent take effect after the crash', async () => {
    const both = (counter: { add(by: number): Promise<number> }) => Promise.all([counter.add(1), counter.add(10)]);
    const counts = new Set<number>();
    for (let seed = 1; seed <= 60; seed += 1) {
      const { outcome, counted } = await run(both, { faults: { crash: 1 }, plan: { seed } });
      expect(outcome.kind).toBe('crashed');
      counts.add(counted);
    }
    // Neither, the first alone, or both: the second is sent after the first.
    expect([...counts].toSorted((a, b) => a - b)).toEqual([0, 1, 11]);
  });

  test('overNetwork throttles every request to the customer table in the outage, also of the spared', async () => {
    const outage = { fromMs: exampleStartMs, untilMs: exampleStartMs + 60_000 };
    const { outcome, counted, injected } = await run(addOnce, { plan: { outage }, isSpared: true });
    expect(outcome).toEqual({ kind: 'failed', error: expect.any(ThrottledError) });
    expect(counted).toBe(0);
    expect(injected).toEqual(['outage at counter.add']);
  });

  test('overNetwork spares an invocation everything else', async () => {
    const faults = { throttle: 1, lostRequest: 1, lostAnswer: 1, crash: 1 };
    const seen = await run(addTwice, { faults, isSpared: true });
    expect(seen).toEqual({ outcome: { kind: 'answered', answer: [1, 2] }, counted: 2, injected: [] });
  });

  test('overNetwork lets nothing go wrong once the faults of the plan are over', async () => {
    const faults = { throttle: 1, lostRequest: 1, lostAnswer: 1, crash: 1 };
    const seen = await run(addTwice, { faults, plan: { faultsUntilMs: exampleStartMs } });
    expect(seen.outcome.kind).toBe('answered');
  });
});
