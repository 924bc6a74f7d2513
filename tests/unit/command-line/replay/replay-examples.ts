import { purchase } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { eventMessage, exampleEvent } from '../../functions/example-events.ts';
import { exampleDeclarations } from '../../functions/example-retention.ts';
import type { ReplayWorld } from './replay-world.ts';

/** By another plan, what was no more than a sign of life is a purchase. */
export const otherPlan = defineRetention({
  ...exampleDeclarations,
  plan: trackingPlan([purchase('Order Completed', { amount: 'total' }), purchase('Page Opened', { amount: 'total' })]),
});

/** Some events of one customer. */
export const range = (count: number, more = {}) =>
  Array.from({ length: count }, (_, index) => exampleEvent(`e${index}`, { properties: { total: 1 }, ...more }));

/** Has events counted and archived. */
export async function countLive(world: ReplayWorld, events: readonly unknown[]): Promise<void> {
  await world.deliver([eventMessage('m', events)]);
  await world.writeArchive();
}

/** How many events a profile has counted. */
export const eventsOf = async (world: ReplayWorld, customerId = 'ada') =>
  decodeState((await world.profile(customerId)).state).events;
