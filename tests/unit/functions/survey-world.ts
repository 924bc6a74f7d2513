import type { Item } from '#adapters/aws/item-attributes.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryNotices } from '#adapters/memory/memory-notices.ts';
import { createMemoryPopulationStore } from '#adapters/memory/memory-population-store.ts';
import { createMemoryProfileScan } from '#adapters/memory/memory-profile-scan.ts';
import { createMemorySegmentSizeStore } from '#adapters/memory/memory-segment-size-store.ts';
import { createMemorySurveyProgressStore } from '#adapters/memory/memory-survey-progress-store.ts';
import {
  type EventBatchMessage,
  type ProfileWakesMessage,
  profileWakesMessageSchema,
} from '#contracts/queue-message.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { count, netMoney } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { score } from '#domain/features/builders/others.ts';
import { activity, last, meaning } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import { purchase } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { defineRetention, type RetentionDefinitions } from '#domain/retention-definitions.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { createPopulationCache } from '#functions/population-cache.ts';
import { createSurveyHandler } from '#functions/survey/handler.ts';
import type { SurveyHandlerDependencies } from '#functions/survey/survey-dependencies.ts';
import type { ProfileScan } from '#ports/profile-scan.ts';
import { dayMs, eventMessage, nowMs, purchaseEvent, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';
import { createRecordingObserver } from './recording-observer.ts';

export const recency = feature('recency', daysSince(last(activity())), { description: 'time since the last activity' });
export const orders = feature('orders', count(meaning('purchase')), { description: 'number of orders' });
export const spent = feature('spent', netMoney(), { description: 'money spent' });
export const moneyScore = feature('moneyScore', score(spent, { best: 'high' }), { description: 'rank by money' });

export const quiet = segment('quiet', { version: 1, description: 'Quiet for 14 days.', rule: atLeast(recency, 14) });
export const buyer = segment('buyer', { version: 1, description: 'Has bought twice.', rule: atLeast(orders, 2) });
export const champion = segment('champion', {
  version: 1,
  description: 'In the highest fifth by money.',
  rule: atLeast(moneyScore, 5),
});

/** Definitions with these segments; the yearly revenue is the money spent. */
export function surveyedRetention(...segments: SegmentDefinition[]): RetentionDefinitions {
  return defineRetention({
    plan: trackingPlan([purchase('Order Completed', { amount: 'total' })]),
    features: [recency, orders, spent, moneyScore],
    revenue: spent,
    risk: exampleRetention.risk,
    segments,
    clusters: { features: ['spent', 'orders'], names: ['best', 'rest'] },
    playbooks: [],
    templates: [],
  });
}

/** Whom a message wakes. */
export function wokenIn(body: string): string[] {
  return profileWakesMessageSchema.parse(JSON.parse(body)).customers.map((customer) => customer.customerId);
}

/** What a survey and the profile function share, over memory, with the clock in the test's hand. */
export function createSurveyWorld(
  definitions: RetentionDefinitions,
  around: { pageItems?: number; scan?: (scan: ProfileScan) => ProfileScan } = {},
) {
  const ledgerTable = createMemoryLedgerTable();
  const populations = createMemoryPopulationStore(ledgerTable);
  const sizes = createMemorySegmentSizeStore(ledgerTable);
  const flows = createMemoryFlowStore(ledgerTable);
  const notices = createMemoryNotices();
  const progress = createMemorySurveyProgressStore(ledgerTable);
  const world = createProfileWorld({ definitions, populations: (clock) => createPopulationCache(populations, clock) });
  const wakes = createMemoryMessageQueue<ProfileWakesMessage>();
  const observer = createRecordingObserver();
  const pausesMs: number[] = [];
  const stopwatch = { nowMs: 0 };
  const scan = createMemoryProfileScan(world.table, around.pageItems ?? 1_000);
  const dependencies: SurveyHandlerDependencies = {
    definitions,
    scan: around.scan?.(scan) ?? scan,
    populations,
    flows,
    sizes,
    notices,
    progress,
    profileQueue: wakes,
    clock: () => world.clock.nowMs,
    stopwatch: () => stopwatch.nowMs,
    pause: async (milliseconds) => {
      pausesMs.push(milliseconds);
      stopwatch.nowMs += milliseconds;
    },
    everyMs: dayMs,
    mostElapsedMs: 600_000,
    observer,
  };
  return {
    ...world,
    populations,
    flows,
    sizes,
    notices,
    progress,
    wakes,
    surveyObserver: observer,
    pausesMs,
    stopwatch,
    dependencies,
    /** Another process over the same stores, maybe of other definitions. */
    survey: (more: Partial<SurveyHandlerDependencies> = {}) => createSurveyHandler({ ...dependencies, ...more }),
    /** Hands all wake-ups that were sent to the profile function, and says whom it woke. */
    async wakeAll(): Promise<string[]> {
      const bodies = wakes.take();
      await world.handle(bodies.map((body, index) => receivedMessage(`wake ${index}`, body)));
      return bodies.flatMap(wokenIn).toSorted();
    },
    putItem: (item: Item) => world.table.put(item),
  };
}

/** Somebody with so many orders of so much, the last of them some days ago. */
export type Buyer = { readonly id: string; readonly orders: number; readonly total: number; readonly daysAgo: number };

/** The message that tells of a buyer's orders. */
export function ordersOf({ id, orders: many, total, daysAgo }: Buyer, more: Partial<EventBatchMessage> = {}) {
  const events = Array.from({ length: many }, (_, index) => {
    const timeMs = nowMs - daysAgo * dayMs - index * 1_000;
    return purchaseEvent(`${id}-${index}`, total, { tenant: more.tenant ?? tenant, userId: id, timeMs });
  });
  return eventMessage(`of ${id}`, events, more);
}

/** Buyers who differ in everything, as many as are asked for. */
export function someBuyers(howMany: number, prefix = 'c'): Buyer[] {
  return Array.from({ length: howMany }, (_, index) => {
    const total = ((index * 7_919) % 997) + 1;
    return { id: `${prefix}${index}`, orders: 1 + (index % 4), total, daysAgo: (index * 5) % 28 };
  });
}
