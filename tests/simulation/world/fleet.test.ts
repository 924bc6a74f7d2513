import { describe, expect, test } from 'vitest';
import { functionLimits } from '#infra/function-limits.ts';
import { exampleStartMs, exampleWorld, runToEnd } from './example-world.ts';
import { type Container, createFleet } from './fleet.ts';
import { pauseOf } from './invocation.ts';
import type { World } from './world.ts';

/** A fleet whose handler tells which container it runs in. */
function numbered(world: World) {
  const built: Container[] = [];
  const fleet = createFleet(world, 'profile', (container) => {
    built.push(container);
    const number = built.length;
    return async (pauseMs: number) => {
      if (pauseMs > 0) await pauseOf(world, container.running)(pauseMs);
      return number;
    };
  });
  return { fleet, built };
}

describe('createFleet', () => {
  test('createFleet uses a container again, and sometimes starts another', async () => {
    const world = exampleWorld();
    const { fleet, built } = numbered(world);
    const seen: unknown[] = [];
    for (let run = 0; run < 100; run += 1) {
      world.scheduler.after(run * 1_000, () =>
        fleet.invoke(
          (handle) => handle(0),
          false,
          (outcome) => seen.push(outcome.kind === 'answered' ? outcome.answer : outcome.kind),
        ),
      );
    }
    await runToEnd(world);
    expect(seen).toHaveLength(100);
    expect(built.length).toBeGreaterThan(1);
    expect(built.length).toBeLessThan(40);
    expect(new Set(seen).size).toBe(built.length);
  });

  test('createFleet runs two invocations at once in two containers', async () => {
    const world = exampleWorld();
    const { fleet, built } = numbered(world);
    for (let run = 0; run < 2; run += 1) {
      fleet.invoke(
        (handle) => handle(1_000),
        false,
        () => undefined,
      );
    }
    expect(fleet.running()).toBe(2);
    await runToEnd(world);
    expect(fleet.running()).toBe(0);
    expect(built).toHaveLength(2);
  });

  test('createFleet ends an invocation that takes too long, and its container with it', async () => {
    const world = exampleWorld();
    const { fleet } = numbered(world);
    const ends: [string, number][] = [];
    const limitMs = functionLimits.profile.timeoutSeconds * 1000;
    fleet.invoke(
      (handle) => handle(limitMs + 1),
      false,
      (outcome) => ends.push([outcome.kind, world.scheduler.nowMs() - exampleStartMs]),
    );
    await runToEnd(world);
    expect(ends).toEqual([['crashed', limitMs]]);
    expect(world.faults.injected).toEqual({ 'timeout of profile': 1 });
  });

  test('createFleet starts no container in the place of one that crashed with what that one knew', async () => {
    const world = exampleWorld({ crash: 1 });
    const { fleet, built } = numbered(world);
    for (let run = 0; run < 5; run += 1) {
      world.scheduler.after(run * 60_000, () =>
        fleet.invoke(
          (handle) => handle(1),
          false,
          (outcome) => expect(outcome.kind).toBe('crashed'),
        ),
      );
    }
    await runToEnd(world);
    expect(built).toHaveLength(5);
  });

  test('createFleet turns an error that a handler throws at once into a failed invocation', async () => {
    const world = exampleWorld();
    const fleet = createFleet(world, 'profile', () => (): Promise<void> => {
      throw new Error('at once');
    });
    const kinds: string[] = [];
    fleet.invoke(
      (handle) => handle(),
      false,
      (outcome) => kinds.push(outcome.kind),
    );
    await runToEnd(world);
    expect(kinds).toEqual(['failed']);
  });

  test('createFleet runs old code before a deployment, both during it, and new code after it', async () => {
    const minuteMs = 60_000;
    const deployment = {
      kind: 'next layout' as const,
      fromMs: exampleStartMs + 10 * minuteMs,
      untilMs: exampleStartMs + 20 * minuteMs,
    };
    const world = exampleWorld({}, { deployment });
    const fleet = createFleet(
      world,
      'profile',
      ({ age }) =>
        async () =>
          age,
    );
    const ages: string[][] = [[], [], []];
    for (let run = 0; run < 300; run += 1) {
      world.scheduler.after((run * minuteMs) / 10, () =>
        fleet.invoke(
          (handle) => handle(),
          false,
          (outcome) => outcome.kind === 'answered' && ages[Math.floor(run / 100)]?.push(outcome.answer),
        ),
      );
    }
    await runToEnd(world);
    expect(ages.map((seen) => [...new Set(seen)].toSorted())).toEqual([['old'], ['new', 'old'], ['new']]);
  });
});
