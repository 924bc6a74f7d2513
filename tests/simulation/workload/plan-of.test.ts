import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { parseIsoTimeMs } from '#contracts/time.ts';
import { eventKey } from '../checks/expected-world.ts';
import { planOf } from './plan-of.ts';

const bodySchema = z.object({ batch: z.array(z.object({ messageId: z.string(), timestamp: z.string() })) });
const seeds = Array.from({ length: 200 }, (_, index) => index + 1);

describe('planOf', () => {
  test('makes the same plan from the same seed, and another from another', () => {
    expect(planOf(7)).toEqual(planOf(7));
    expect(planOf(8)).not.toEqual(planOf(7));
  });

  test('has at least 400 different events in every run', () => {
    for (const seed of seeds) {
      const distinct = new Set(planOf(seed).events.map(({ deed }) => eventKey(deed)));
      expect(distinct.size, `seed ${seed}`).toBeGreaterThanOrEqual(400);
    }
  });

  test('sends nothing through HTTP before it happened, so that no attempt changes its time', () => {
    for (const seed of seeds.slice(0, 40)) {
      for (const call of planOf(seed).calls) {
        for (const item of bodySchema.parse(JSON.parse(call.body)).batch) {
          expect(parseIsoTimeMs(item.timestamp) ?? 0).toBeLessThanOrEqual(call.atMs);
        }
      }
    }
  });

  test('lists in each call the events that its body carries', () => {
    for (const call of planOf(3).calls) {
      const sent = bodySchema.parse(JSON.parse(call.body)).batch.map((item) => item.messageId);
      expect(sent).toEqual(call.events.map((event) => event.id));
    }
  });

  test('lets events of the same id be the same event', () => {
    for (const seed of seeds.slice(0, 40)) {
      const known = new Map<string, string>();
      for (const { deed } of planOf(seed).events) {
        const text = JSON.stringify(deed);
        expect(known.get(eventKey(deed)) ?? text).toBe(text);
        known.set(eventKey(deed), text);
      }
    }
  });

  test('draws calm and wild runs, outages, deployments, items of layout 1, imports and poison', () => {
    const plans = seeds.map(planOf);
    const shareOf = (has: (plan: (typeof plans)[number]) => boolean) => plans.filter(has).length / plans.length;
    expect(shareOf((plan) => Object.values(plan.faults).every((rate) => rate === 0))).toBeGreaterThan(0.03);
    expect(shareOf((plan) => plan.faults.crash > 0.05)).toBeGreaterThan(0.1);
    expect(shareOf((plan) => plan.outage !== null)).toBeGreaterThan(0.05);
    expect(shareOf((plan) => plan.deployment?.kind === 'next layout')).toBeGreaterThan(0.05);
    expect(shareOf((plan) => plan.deployment?.kind === 'next definitions')).toBeGreaterThan(0.03);
    expect(shareOf((plan) => plan.deployment?.kind === 'from layout 1')).toBeGreaterThan(0.02);
    expect(shareOf((plan) => plan.olderItems.length > 0)).toBeGreaterThan(0.05);
    expect(shareOf((plan) => plan.events.some(({ clock }) => clock.mode === 'replay'))).toBeGreaterThan(0.05);
    expect(shareOf((plan) => plan.direct.some(({ events }) => events.length === 0))).toBeGreaterThan(0.05);
    expect(shareOf((plan) => plan.calls.some(({ events }) => events.length > 200))).toBeGreaterThan(0.1);
  });
});
