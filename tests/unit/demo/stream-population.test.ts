import { describe, expect, test } from 'vitest';
import { createEmbeddedClock } from '#infra/local/clock.ts';
import { createLivingPopulation } from '#infra/local/demo/living-population.ts';
import { type DemoWorld, followClock, playHistory, type Sent } from '#infra/local/demo/stream-population.ts';

const dayMs = 86_400_000;
const fromMs = Date.UTC(2026, 0, 1);
const fresh = { seed: 'stream', customers: 200, fromMs, sentUntilMs: fromMs, contacts: [], lastMailId: null };

function fakeWorld(overrides: Partial<DemoWorld> = {}) {
  const clock = createEmbeddedClock({ startMs: fromMs, speed: 0, stopsAtPresent: false });
  const log: string[] = [];
  const steps: Sent[] = [];
  const ids: string[] = [];
  const controller = new AbortController();
  const world: DemoWorld = {
    clock,
    signal: controller.signal,
    send: async (groups) => {
      const items = groups.flat();
      log.push(`send at day ${(clock.nowMs() - fromMs) / dayMs}`);
      for (const item of items) {
        ids.push(String(item['messageId']));
        expect(Date.parse(String(item['timestamp'])) || 0).toBeLessThanOrEqual(clock.nowMs());
      }
      return { accepted: items.length, quarantined: 0 };
    },
    settle: async () => {
      log.push('settle');
    },
    mailbox: () => [],
    onStep: async (sent) => {
      steps.push(sent);
    },
    ...overrides,
  };
  return { world, clock, log, steps, ids, controller };
}

describe('playHistory', () => {
  test('playHistory jumps, sends what happened, and lets it settle, step by step to the end', async () => {
    const { world, clock, log } = fakeWorld();
    const population = createLivingPopulation(fresh);
    await playHistory(world, population, { untilMs: fromMs + 2.5 * dayMs, stepMs: dayMs });
    expect(clock.nowMs()).toBe(fromMs + 2.5 * dayMs);
    const step = (day: number) => ['settle', `send at day ${day}`, `send at day ${day}`, 'settle'];
    expect(log).toEqual([...step(1), ...step(2), ...step(2.5)]);
  });

  test('playHistory sends each event once, a few a second time, and says which', async () => {
    const { world, steps, ids } = fakeWorld();
    await playHistory(world, createLivingPopulation(fresh), { untilMs: fromMs + 60 * dayMs, stepMs: dayMs });
    const sum = (what: 'fresh' | 'repeated' | 'accepted') => steps.reduce((total, step) => total + step[what], 0);
    expect(sum('fresh')).toBe(new Set(ids).size);
    expect(sum('repeated')).toBe(ids.length - new Set(ids).size);
    expect(sum('repeated')).toBeGreaterThan(5);
    expect(sum('accepted')).toBe(sum('fresh') + sum('repeated'));
  });

  test('playHistory lets what it sent come to rest before it sends some of it again', async () => {
    const { world, log, steps } = fakeWorld();
    await playHistory(world, createLivingPopulation(fresh), { untilMs: fromMs + 30 * dayMs, stepMs: dayMs });
    const days = steps.map(({ repeated }, index) => {
      const send = `send at day ${index + 1}`;
      return repeated > 0 ? ['settle', send, 'settle', send, 'settle'] : ['settle', send, send, 'settle'];
    });
    expect(steps.some(({ repeated }) => repeated > 0)).toBe(true);
    expect(log).toEqual(days.flat());
  });

  test('playHistory ends after the step in which it is stopped', async () => {
    const { world, controller, log } = fakeWorld({ settle: async () => controller.abort() });
    await playHistory(world, createLivingPopulation(fresh), { untilMs: fromMs + 9 * dayMs, stepMs: dayMs });
    expect(log).toEqual(['send at day 1', 'send at day 1']);
  });
});

describe('followClock', () => {
  test('followClock sets the pace and sends what happened since it last looked', async () => {
    const { world, clock, ids, controller } = fakeWorld();
    const population = createLivingPopulation(fresh);
    let looks = 0;
    const pause = async () => {
      looks += 1;
      clock.advanceTo(clock.nowMs() + dayMs);
      if (looks === 5) controller.abort();
    };
    await followClock(world, population, { hoursPerSecond: 2, pause });
    expect(clock.speed()).toBe(7_200);
    expect(population.sentUntilMs).toBeGreaterThanOrEqual(fromMs + 4 * dayMs);
    expect(new Set(ids).size).toBeGreaterThan(50);
  });
});
