import type { JsonObject } from '#contracts/json.ts';
import type { Random } from '#infra/local/demo/random.ts';
import type { User } from './draw-cast.ts';
import type { Deed } from './sim-event.ts';
import type { SimTenant } from './sim-sources.ts';

/** Who does something: a user, a browser, or a user in a browser. */
export type Doer = {
  readonly tenant: SimTenant;
  readonly user: User | null;
  readonly anonymousId: string | null;
};

type Content = Pick<Deed, 'type' | 'name' | 'properties'> & Partial<Pick<Deed, 'accountId' | 'context'>>;

function amount(random: Random): JsonObject {
  const cents = random.chance(0.1) ? random.below(60_000) : random.below(9_000);
  return { total: random.chance(0.5) ? cents / 100 : (cents / 100).toFixed(2) };
}

/** What a user tells of themselves; what concerns e-mails follows from how they stand to them at that time. */
export function traitsAt(random: Random, user: User | null, timeMs: number): JsonObject {
  const told = { firstName: random.pick(['Ada', 'Bo', 'Cleo', 'Dan']), plan: random.pick(['free', 'team', 'pro']) };
  if (user === null) return { ...told, [`seen${random.below(3)}`]: random.below(100) };
  const email = `${user.userId}@${user.tenant}.example`;
  if (user.mail === 'no address') return told;
  if (user.mail === 'refuses') return { ...told, email, marketingConsent: false };
  if (user.mail === 'changes' && timeMs >= user.refusesFromMs) return { ...told, email, unsubscribed: true };
  return random.chance(0.5) ? { ...told, email } : { ...told, email, marketingConsent: true };
}

/** That the doer belongs to one of a few firms, with or without a word about the firm. */
function drawGroup(random: Random): Content {
  const told: JsonObject = random.chance(0.3) ? {} : { size: random.below(9), plan: random.pick(['free', 'team']) };
  return { type: 'group', name: 'Group', properties: told, accountId: `firm-${1 + random.below(3)}` };
}

/** What tickets say. How kind the first three sound is written down with the checks. */
export const ticketTexts = [
  'This is terrible, I hate it.',
  'Thank you, this is great, I love it!',
  'The report is from Tuesday.',
] as const;

function drawTicket(random: Random): JsonObject {
  return random.chance(0.2) ? { priority: random.below(3) } : { text: random.pick(ticketTexts) };
}

/** One of four subscriptions, of which three are kept apart; amounts as numbers or as texts, and now and then none. */
function drawSubscription(random: Random): JsonObject {
  const mrr = random.pick([0, 12.5, 30, '45.25', 60, 99.99, null]);
  return { subscription_id: random.chance(0.05) ? null : `sub-${random.below(4)}`, mrr };
}

function drawCancellation(random: Random): JsonObject {
  return { subscription_id: `sub-${random.below(4)}`, ...(random.chance(0.7) && { plan: 'free' }) };
}

type Draw = (random: Random, doer: Doer, timeMs: number) => Content;

const track =
  (name: string, draw: (random: Random) => JsonObject = () => ({})): Draw =>
  (random) => ({ type: 'track', name, properties: draw(random) });

const drawIdentify: Draw = (random, doer, timeMs) => {
  return { type: 'identify', name: 'Identify', properties: traitsAt(random, doer.user, timeMs) };
};

/** What can happen, and how much of everything that happens it is. */
const kinds: readonly (readonly [share: number, draw: Draw])[] = [
  [0.2, (random) => ({ type: 'page', name: 'Page Viewed', properties: { path: `/${random.below(9)}` } })],
  [0.03, () => ({ type: 'screen', name: 'Home', properties: {} })],
  [0.09, track('Search', (random) => ({ words: random.below(99) }))],
  [0.04, (random, doer, timeMs) => ({ ...track('Sync')(random, doer, timeMs), context: { active: false } })],
  [0.12, track('Product Added', (random) => ({ sku: random.below(999) }))],
  [0.15, track('Order Completed', amount)],
  [0.05, track('Order Refunded', amount)],
  [0.04, track('Support Ticket Opened', drawTicket)],
  [0.01, track('Subscription Cancelled', drawCancellation)],
  [
    0.1,
    track('Feature Used', (random) => ({ feature: random.pick(['export', 'export', 'import', 'share', 'voice']) })),
  ],
  [0.02, track('Plan Changed', (random) => ({ plan: random.pick(['free', 'team', 'pro']) }))],
  [0.04, track('Subscription Updated', drawSubscription)],
  [0.02, drawGroup],
  [1, drawIdentify],
];

function drawContent(random: Random, doer: Doer, timeMs: number): Content {
  let dice = random.next();
  for (const [share, draw] of kinds) {
    if (dice < share) return draw(random, doer, timeMs);
    dice -= share;
  }
  return drawIdentify(random, doer, timeMs);
}

/** The share of what is done that says for which firm. */
const forFirmShare = 0.05;

/** What was done, and perhaps for which firm. */
function forFirm(random: Random, content: Content): Content {
  const isPossible = content.type === 'track' || content.type === 'page';
  if (!isPossible || !random.chance(forFirmShare)) return content;
  const accountId = `firm-${1 + random.below(3)}`;
  return { ...content, accountId, context: { ...content.context, groupId: accountId } };
}

/** One event of a doer. Its id is given; ids are unique within a tenant only. */
export function makeDeed(doer: Doer, id: string, timeMs: number, content: Content): Deed {
  return {
    tenant: doer.tenant,
    id,
    userId: doer.user?.userId ?? null,
    anonymousId: doer.anonymousId,
    accountId: null,
    timeMs,
    context: {},
    ...content,
  };
}

/**
 * Draws what a doer does at a time. A user in a browser never identifies themselves here: that would join the two, which
 * is planned elsewhere.
 */
export function drawDeed(random: Random, doer: Doer, id: string, timeMs: number): Deed {
  const content = forFirm(random, drawContent(random, doer, timeMs));
  const isJoin = content.type === 'identify' && doer.user !== null;
  return makeDeed(isJoin ? { ...doer, anonymousId: null } : doer, id, timeMs, content);
}
