import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json } from '#contracts/json.ts';
import type { Random } from '#infra/local/demo/random.ts';
import { marked, markOf } from './marks.ts';

/** Ids that every tenant uses, made of what keys are made of. */
export const users = ['ada', 'a', 'a|b', '1', '11', 't-1|1', '|', 'profile', 'joined#anonymous:x', 'x'] as const;
const visitors = ['x', 'a|b', '1', 'ada', '11', 't|x'] as const;
export const accounts = ['acme', 'a|b', '1'] as const;

type Kind = 'visit' | 'purchase' | 'identify' | 'group' | 'alias' | 'bad';
const kinds: readonly Kind[] = [
  ...(['visit', 'visit', 'visit', 'visit', 'visit', 'visit', 'purchase', 'purchase', 'purchase'] as const),
  ...(['identify', 'identify', 'group', 'alias', 'bad'] as const),
];

/** One thing that somebody did: any tenant can send it, each with its own marks. */
export type Deed = {
  readonly id: string;
  readonly kind: Kind;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  readonly accountId: string;
  readonly previousId: string;
  readonly total: number;
};

/** Draws a deed with an id that no other has. */
export function drawDeed(random: Random, number: number): Deed {
  const isKnown = random.chance(0.7);
  return {
    id: `e${number}`,
    kind: random.pick(kinds),
    // One customer has so many events that their ids need pages.
    userId: isKnown ? (random.chance(0.5) ? 'ada' : random.pick(users)) : null,
    anonymousId: isKnown && random.chance(0.6) ? null : random.pick(visitors),
    accountId: random.pick(accounts),
    previousId: random.pick(visitors),
    total: 10 + random.below(500),
  };
}

/** Every trait of a tenant's customers carries its mark, or leads to it. */
const traits = (tenant: string): Record<string, Json> =>
  marked(tenant, { firstName: `Ada ${markOf(tenant)}`, email: `ada.${tenant}@example.com`, emailConsent: true });

/** The deed as a tenant's service sends it to `POST /v1/batch`, with the names of another tenant wherever one may try. */
export function segmentItem(deed: Deed, tenant: string, other: string): Record<string, Json> {
  const { id, kind, userId, anonymousId, accountId, previousId, total } = deed;
  const shared = {
    messageId: id,
    userId,
    anonymousId,
    tenant: other,
    context: { tenantId: other, mark: markOf(tenant) },
  };
  switch (kind) {
    case 'visit':
      return { ...shared, type: 'track', event: 'Page Opened', properties: marked(tenant, { tenantId: other }) };
    case 'purchase':
      return { ...shared, type: 'track', event: 'Order Completed', properties: marked(tenant, { total }) };
    case 'identify':
      return { ...shared, type: 'identify', traits: traits(tenant) };
    case 'group':
      return { ...shared, type: 'group', groupId: accountId, traits: marked(tenant) };
    case 'alias':
      return { ...shared, type: 'alias', userId: userId ?? 'ada', previousId };
    case 'bad':
      return { ...shared, type: 'track', event: 'Order Completed', properties: marked(tenant, { total: 'much' }) };
  }
}

const types = { visit: 'track', purchase: 'track', identify: 'identify', group: 'group', alias: 'alias' } as const;

/** The same deed as it is counted: what concerns whose it is; null where it is set aside. */
export function countedEvent(deed: Deed, tenant: string, nowMs: number): CanonicalEvent | null {
  if (deed.kind === 'bad') return null;
  const { id, userId, anonymousId, previousId, accountId } = deed;
  return {
    tenant,
    id,
    type: types[deed.kind],
    name: deed.kind,
    userId: deed.kind === 'alias' ? (userId ?? 'ada') : userId,
    anonymousId,
    accountId: deed.kind === 'group' ? accountId : null,
    timeMs: nowMs,
    receivedMs: nowMs,
    properties: deed.kind === 'alias' ? { previousId } : marked(tenant),
    context: {},
  };
}
