import type { JsonObject } from '#contracts/json.ts';
import { type HiddenTruth, world } from './hidden-truth.ts';
import type { Random } from './random.ts';

/** Something a customer is about to do: an item of the Segment specification that lacks its ids and its time. */
export type Deed = {
  readonly afterMs: number;
  readonly item: JsonObject;
};

/** One visit: what happens, and whether it left the customer angry. */
export type Visit = { readonly deeds: readonly Deed[]; readonly isAngry: boolean };

const minuteMs = 60_000;
const pages = ['Home', 'Search', 'Product', 'Product', 'Sale', 'Account'] as const;
const products = ['kettle', 'teapot', 'cup', 'tea', 'strainer', 'tray', 'honey', 'biscuits'] as const;
const topics = ['delivery is late', 'item arrived broken', 'charged twice', 'cannot log in'] as const;

const page = (name: string): JsonObject => ({ type: 'page', name, properties: { path: `/${name.toLowerCase()}` } });
const track = (event: string, properties: JsonObject): JsonObject => ({ type: 'track', event, properties });

/** Tells who the customer is, as a product does at sign-up. */
export function introduction(truth: HiddenTruth): Deed {
  const address: JsonObject = truth.email === null ? {} : { email: truth.email };
  const traits = { firstName: truth.firstName, plan: truth.kind, emailConsent: truth.emailConsent, ...address };
  return { afterMs: 0, item: { type: 'identify', traits } };
}

/** Draws what happens on one visit: pages, perhaps a cart, an order, a call for help. `afterMs` rises from deed to deed. */
export function drawVisit(truth: HiddenTruth, random: Random): Visit {
  const items: JsonObject[] = [page(random.pick(pages))];
  while (items.length < 6 && random.chance(0.45)) items.push(page(random.pick(pages)));
  const buys = random.chance(world.buysOnVisit[truth.kind]);
  if (buys || random.chance(world.leavesCartOnVisit)) items.push(track('Product Added', cartLine(random)));
  if (buys) items.push(order(truth, random));
  const opensTicket = random.chance(world.opensTicketOnVisit);
  if (opensTicket) items.push(track('Support Ticket Opened', { topic: random.pick(topics) }));

  let afterMs = 0;
  const deeds = items.map((item, index): Deed => {
    afterMs += index === 0 ? 0 : 1_000 + Math.floor(random.exponential(2) * minuteMs);
    return { afterMs, item };
  });
  return { deeds, isAngry: opensTicket && random.chance(world.lapsesAfterTicket) };
}

/** The words with which a subscriber goes, where they say anything. */
export function farewell(): Deed {
  return { afterMs: 0, item: track('Subscription Cancelled', { reason: 'not using it' }) };
}

function cartLine(random: Random): JsonObject {
  return { product: random.pick(products), quantity: 1 + random.below(3) };
}

function order(truth: HiddenTruth, random: Random): JsonObject {
  const total = Math.round(random.logNormal(truth.typicalOrder, world.orderSpread) * 100) / 100;
  return track('Order Completed', { total: Math.max(1, total), currency: 'EUR', quantity: 1 + random.below(4) });
}
