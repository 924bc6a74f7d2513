import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';

export const dayMs = 86_400_000;
export const hourMs = 3_600_000;

/** Draws of one history, all from one generator. */
export type Draw = {
  /** A number from 0 to below 1. */
  readonly chance: () => number;
  readonly between: (least: number, below: number) => number;
  readonly oneOf: <T>(values: readonly [T, ...T[]]) => T;
};

export function drawing(chance: () => number): Draw {
  const between = (least: number, below: number) => Math.floor(least + chance() * (below - least));
  return { chance, between, oneOf: (values) => values[between(0, values.length)] ?? values[0] };
}

/** Who an event comes from. */
export type Sender = { readonly userId: string | null; readonly anonymousId: string | null };

const features = ['export', 'share', 'report', 'search', 'import'] as const;

/** What happens: name and properties. */
function deed({ between, oneOf }: Draw, timeMs: number): { name: string; properties: JsonObject } {
  const name = oneOf([
    ...['Page Opened', 'Page Opened', 'Feature Used', 'Feature Used', 'Feature Used'],
    ...['Product Added', 'Checkout Started', 'Order Completed', 'Order Refunded', 'Ticket Opened'],
    ...['Subscription Changed', 'Invitation Accepted', 'Seat Removed', 'Something Unplanned'],
  ] as [string, ...string[]]);
  const properties: JsonObject = {
    total: between(1, 20_000) / 100,
    feature: oneOf(features),
    path: `/${between(0, 24)}`,
    holdfastSentiment: between(-1_000, 1_001) / 1_000,
    seat: `seat ${between(0, 12)}`,
    subscription: `subscription ${between(0, 6)}`,
    mrr: between(0, 9_900) / 100,
    plan: oneOf(['free', 'team', 'business']),
    renewsAt: new Date(timeMs + between(-10, 60) * dayMs).toISOString(),
  };
  return { name, properties };
}

/** How much later than it happened an event is received, in milliseconds; a sender's clock may be ahead. */
function delayMs({ chance, between }: Draw): number {
  const kind = chance();
  if (kind < 0.8) return between(0, 5_000);
  if (kind < 0.95) return between(0, 10 * dayMs);
  return kind < 0.98 ? between(0, 31 * dayMs) : -between(0, 290_000);
}

/** An event that is received at a time; some of them happened long before. */
export function drawEvent(draw: Draw, tenant: string, id: string, from: Sender, receivedMs: number): CanonicalEvent {
  const timeMs = receivedMs - delayMs(draw);
  const isTold = draw.chance() < 0.03 && from.userId !== null;
  const { name, properties } = deed(draw, timeMs);
  const type = isTold ? 'identify' : 'track';
  const told = { plan: draw.oneOf(['free', 'team', 'business']) };
  return {
    ...{ tenant, id, type, name: isTold ? 'Identify' : name, ...from },
    accountId: draw.chance() < 0.3 ? draw.oneOf(['acme', 'globex']) : null,
    ...{ timeMs, receivedMs, properties: isTold ? told : properties, context: {} },
  };
}
