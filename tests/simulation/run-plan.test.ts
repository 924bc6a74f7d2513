import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Item } from '#adapters/aws/item-attributes.ts';
import type { Plan } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { noSpoiler, type Spoiler } from './spoiler.ts';
import { planOf } from './workload/plan-of.ts';
import { simSources, simTenants, writeKeyOf } from './workload/sim-sources.ts';
import { examplePlan, exampleStartMs } from './world/example-world.ts';

const hourMs = 3_600_000;
const quiet = { tracing: false };

/** A call with one event of a customer. */
function call(customerId: string, id: string, atMs: number): Plan['calls'][number] {
  const [tenant] = simTenants;
  const event = { type: 'track', event: 'Page Viewed', userId: customerId, messageId: id };
  const timestamp = new Date(atMs).toISOString();
  return {
    atMs,
    body: JSON.stringify({ writeKey: writeKeyOf(tenant), batch: [{ ...event, timestamp }] }),
    events: [{ id, customerId, isRepeat: false }],
  };
}

const calls = Array.from({ length: 20 }, (_, index) =>
  call(index % 3 === 0 ? 'ada' : 'bob', `event-${index}`, exampleStartMs + index * 60_000),
);

/** A digest of everything that two runs of a plan have to agree in. */
async function everything(plan: Plan, spoiler: Spoiler): Promise<string> {
  const { customers, ledger, ...seen } = await runPlan(plan, spoiler, { tracing: true });
  const bytes = (_: string, value: unknown) => (value instanceof Uint8Array ? [...value] : value);
  return hash('sha256', JSON.stringify([customers.all(), ledger.all(), seen], bytes));
}

const contentOf = (item: Item) => `${item['pk']?.S} ${Buffer.from(item['body']?.B ?? []).toString('hex')}`;

describe('runPlan', () => {
  test('runPlan brings every event of a plan to the profiles, and what follows to the bus', async () => {
    const evidence = await runPlan(examplePlan({ calls }), noSpoiler, quiet);
    expect(evidence.accepted).toHaveLength(20);
    expect(evidence.counts).toMatchObject({ EventsAccepted: 20, EventsApplied: 20 });
    const profiles = evidence.customers.all().filter((item) => item['sk']?.S === 'profile');
    expect(profiles.map((item) => item['pk']?.S).toSorted()).toEqual(
      ['ada', 'bob'].map((customer) => `${simSources[0]?.tenant}|${customer}`),
    );
    expect(evidence.announced.map(({ customerId }) => customerId)).toContain('ada');
    expect(evidence.deadLetters).toEqual({ event: [], archive: [], playbook: [], delivery: [] });
    expect(evidence.injected).toEqual({});
    expect(evidence.trace).toEqual([]);
  });

  test('runPlan ends in a full minute after the end of the plan, with nothing due before it', async () => {
    const plan = examplePlan({ calls, endMs: exampleStartMs + 96 * hourMs + 1 });
    const { endedMs, customers, counts } = await runPlan(plan, noSpoiler, quiet);
    expect(endedMs).toBeGreaterThanOrEqual(plan.endMs);
    expect(endedMs % 60_000).toBe(0);
    const due = customers.all().flatMap((item) => (item['wakeAt']?.N === undefined ? [] : [Number(item['wakeAt'].N)]));
    expect(due.filter((dueMs) => dueMs <= endedMs)).toEqual([]);
    expect(counts['Woken']).toBeGreaterThan(0);
  });

  test('runPlan gives the same evidence and the same trace for the same plan', async () => {
    for (const seed of [3, 7]) {
      const plan = planOf(seed);
      const first = await everything(plan, noSpoiler);
      expect(await everything(plan, noSpoiler)).toBe(first);
      // A spoiler that spoils nothing changes nothing either.
      expect(await everything(plan, { ...noSpoiler })).toBe(first);
    }
  });

  test('runPlan gives the same evidence with and without a trace', async () => {
    const plan = planOf(11);
    const { trace: lines, ...traced } = await runPlan(plan, noSpoiler, { tracing: true });
    const { trace: none, ...untraced } = await runPlan(plan, noSpoiler, quiet);
    expect(lines.length).toBeGreaterThan(1_000);
    expect(none).toEqual([]);
    expect(untraced.counts).toEqual(traced.counts);
    expect(untraced.injected).toEqual(traced.injected);
    expect(untraced.puts.map(contentOf)).toEqual(traced.puts.map(contentOf));
  });

  test('runPlan gives each seed a run of its own', async () => {
    const faults = { throttle: 0.1, crash: 0.1 };
    const runs = [1, 2, 3].map((seed) => runPlan(examplePlan({ calls, seed }, faults), noSpoiler, { tracing: true }));
    const traces = (await Promise.all(runs)).map((evidence) => evidence.trace.join('\n'));
    expect(new Set(traces).size).toBe(3);
  });

  test('runPlan buries a poison message and nothing else', async () => {
    const direct = [{ atMs: exampleStartMs, body: 'not JSON', events: [] }];
    const { deadLetters, counts } = await runPlan(examplePlan({ calls, direct }), noSpoiler, quiet);
    expect(deadLetters).toEqual({ event: ['not JSON'], archive: [], playbook: [], delivery: [] });
    expect(counts).toMatchObject({ EventsApplied: 20 });
  });

  test('runPlan lets through an outage at most two requests for each waiting write, and drains after it', async () => {
    const outage = { fromMs: exampleStartMs, untilMs: exampleStartMs + 10 * 60_000 };
    const evidence = await runPlan(examplePlan({ calls, outage, faultsUntilMs: exampleStartMs }), noSpoiler, quiet);
    expect(evidence.writesDuringOutage).toBeGreaterThanOrEqual(10);
    expect(evidence.requestsDuringOutage).toBeGreaterThan(0);
    expect(evidence.requestsDuringOutage).toBeLessThanOrEqual(2 * evidence.writesDuringOutage);
    expect(evidence.counts).toMatchObject({ EventsApplied: 20 });
    expect(evidence.deadLetters.event).toEqual([]);
  });

  test('runPlan runs old and new code side by side, and shows their profiles as the newest code reads them', async () => {
    const deployment = {
      kind: 'next layout' as const,
      fromMs: exampleStartMs + 5 * 60_000,
      untilMs: exampleStartMs + 8 * 60_000,
    };
    const evidence = await runPlan(examplePlan({ calls, deployment }), noSpoiler, quiet);
    expect(evidence.counts).toMatchObject({ EventsApplied: 20 });
    expect(evidence.deadLetters.event).toEqual([]);
    const layouts = evidence.puts.map((item) => item['body']?.B?.[0]);
    expect(new Set(layouts)).toEqual(new Set([3]));
  });

  test('runPlan runs the code that wrote layout 1 before a deployment from it, and goes on with its profiles', async () => {
    const deployment = {
      kind: 'from layout 1' as const,
      fromMs: exampleStartMs + 5 * 60_000,
      untilMs: exampleStartMs + 8 * 60_000,
    };
    const evidence = await runPlan(examplePlan({ calls, deployment }), noSpoiler, quiet);
    expect(evidence.counts).toMatchObject({ EventsApplied: 20 });
    expect(evidence.deadLetters.event).toEqual([]);
    const layouts = evidence.puts.map((item) => item['body']?.B?.[0] ?? 1);
    expect(layouts[0]).toBe(1);
    expect(layouts.at(-1)).toBe(3);
  });

  test('runPlan shows a spoiler that acknowledges what failed', async () => {
    const careless: Spoiler = {
      ...noSpoiler,
      consume: (handle, queue) => async (messages) => {
        const failed = await handle(messages);
        return queue === 'event' ? new Set() : failed;
      },
    };
    const plan = examplePlan({ calls }, { throttle: 0.5 });
    const spoiled = await runPlan(plan, careless, quiet);
    const honest = await runPlan(plan, noSpoiler, quiet);
    expect(honest.counts).toMatchObject({ EventsApplied: 20 });
    expect(spoiled.counts['EventsApplied'] ?? 0).toBeLessThan(20);
  });
});
