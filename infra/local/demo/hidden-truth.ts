import { firstNames } from './first-names.ts';
import { createRandom, type Random } from './random.ts';

/** What the demo's world is really like. Holdfast never sees these numbers; it has to find out. */
export const world = {
  shareOfSubscribers: 0.4,
  /** Share of the customers who are there from the first day; the others join over `joiningDays`. */
  shareAtStart: 0.75,
  joiningDays: 120,
  /** Mean days between two visits, and its spread from customer to customer. */
  visitGapDays: { subscriber: 4, shopper: 8 },
  visitGapSpread: 0.6,
  /** Mean days until a customer lapses without any particular reason. */
  lifetimeDays: { subscriber: 240, shopper: 130 },
  buysOnVisit: { subscriber: 0.22, shopper: 0.3 },
  leavesCartOnVisit: 0.12,
  orderTotal: 58,
  orderSpread: 0.5,
  spendingSpread: 0.6,
  opensTicketOnVisit: 0.04,
  /** A ticket makes a customer lapse with this chance, within some days. */
  lapsesAfterTicket: 0.35,
  lapsesAfterTicketDays: 3,
  /** A subscriber who lapses says so with this chance; the others just stop coming. */
  cancelsWhenLapsing: 0.5,
  /** Lapsed customers who come back by themselves, and when. */
  returnsUnasked: 0.06,
  returnsUnaskedDays: 25,
  /** The effect to be measured: lapsed, and quiet, customers who come because of an e-mail, and how soon. */
  returnsWhenContacted: 0.3,
  visitsWhenContacted: 0.2,
  returnsWhenContactedDays: 3,
  hasNoEmail: 0.02,
  refusesEmail: 0.06,
} as const;

/** One customer, with what nobody but the demo knows. */
export type HiddenTruth = {
  readonly customerId: string;
  readonly anonymousId: string;
  readonly kind: 'subscriber' | 'shopper';
  readonly firstName: string;
  /** At example.com or example.net, which belong to nobody (RFC 2606); null where none was told. */
  readonly email: string | null;
  readonly emailConsent: boolean;
  readonly joinedMs: number;
  readonly visitGapDays: number;
  readonly typicalOrder: number;
};

const dayMs = 86_400_000;

/** Draws one customer. The same seed and number give the same customer, however many others there are. */
export function drawTruth(seed: string, number: number, fromMs: number): { truth: HiddenTruth; random: Random } {
  const random = createRandom(seed, 'customer', number);
  const kind = random.chance(world.shareOfSubscribers) ? 'subscriber' : 'shopper';
  const customerId = `customer-${String(number).padStart(5, '0')}`;
  const firstName = random.pick(firstNames);
  const domain = random.chance(0.5) ? 'example.com' : 'example.net';
  const hasEmail = !random.chance(world.hasNoEmail);
  const emailConsent = !random.chance(world.refusesEmail);
  const isThereAtStart = random.chance(world.shareAtStart);
  const visitGapDays = Math.max(0.5, random.logNormal(world.visitGapDays[kind], world.visitGapSpread));
  // Those who are there at the start come when their habit says, as if they had been visiting before.
  const joinsAfterDays = isThereAtStart ? random.exponential(visitGapDays) : random.next() * world.joiningDays;
  return {
    truth: {
      customerId,
      anonymousId: `browser-${String(number).padStart(5, '0')}`,
      kind,
      firstName,
      email: hasEmail ? `${customerId}@${domain}` : null,
      emailConsent,
      joinedMs: Math.ceil(fromMs + joinsAfterDays * dayMs),
      visitGapDays,
      typicalOrder: random.logNormal(world.orderTotal, world.spendingSpread),
    },
    random,
  };
}
