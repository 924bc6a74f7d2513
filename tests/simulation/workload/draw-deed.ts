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

function drawContent(random: Random, doer: Doer, timeMs: number): Content {
  const track = (name: string, properties: JsonObject = {}): Content => ({ type: 'track', name, properties });
  const dice = random.next();
  if (dice < 0.28) return { type: 'page', name: 'Page Viewed', properties: { path: `/${random.below(9)}` } };
  if (dice < 0.32) return { type: 'screen', name: 'Home', properties: {} };
  if (dice < 0.42) return track('Search', { words: random.below(99) });
  if (dice < 0.46) return { ...track('Sync'), context: { active: false } };
  if (dice < 0.6) return track('Product Added', { sku: random.below(999) });
  if (dice < 0.76) return track('Order Completed', amount(random));
  if (dice < 0.82) return track('Order Refunded', amount(random));
  if (dice < 0.86) return track('Support Ticket Opened');
  if (dice < 0.87) return track('Subscription Cancelled');
  if (dice < 0.89) return drawGroup(random);
  return { type: 'identify', name: 'Identify', properties: traitsAt(random, doer.user, timeMs) };
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
  const content = drawContent(random, doer, timeMs);
  const isJoin = content.type === 'identify' && doer.user !== null;
  return makeDeed(isJoin ? { ...doer, anonymousId: null } : doer, id, timeMs, content);
}
