import * as fc from 'fast-check';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { dayMs, exampleEvent, nowMs, purchaseEvent } from './example-events.ts';

/** The accounts that are drawn. */
export const drawnAccounts = ['acme', 'beta', 'gamma'];

/** A user tells that it belongs to an account. */
export function joins(
  id: string,
  userId: string,
  accountId: string,
  more: Partial<CanonicalEvent> = {},
): CanonicalEvent {
  return exampleEvent(id, { userId, accountId, type: 'group', name: 'Group', ...more });
}

/** Takes one back of what a user has paid. */
export const returns = (id: string, userId: string, more: Partial<CanonicalEvent> = {}) =>
  exampleEvent(id, { userId, name: 'Order Refunded', properties: { total: 1 }, ...more });
/** A user pays one. */
export const buys = (id: string, userId: string, more: Partial<CanonicalEvent> = {}) =>
  purchaseEvent(id, 1, { userId, ...more });

/** What happens in a test, in this order; what it leads to may be handed on at any time in between. */
export type Step = { readonly at: number; readonly event: CanonicalEvent };

const step = (users: number) =>
  fc.record({
    user: fc.nat({ max: users - 1 }),
    account: fc.constantFrom(...drawnAccounts),
    what: fc.constantFrom('joins', 'buys', 'buys', 'returns', 'comes', 'visits'),
    daysAgo: fc.constantFrom(0, 0, 3, 20),
  });

/** Draws what users and visitors do: join accounts, buy, return, and turn out to be somebody. */
export const steps = (users: number, most: number, least = 1) =>
  fc.array(step(users), { minLength: least, maxLength: most }).map((drawn) =>
    drawn.map(({ user, account, what, daysAgo }, index): Step => {
      const userId = `user ${user}`;
      const more = { timeMs: nowMs - daysAgo * dayMs - (index % 7) };
      const id = `e${index}`;
      const visitor = { ...more, userId: null, anonymousId: `v${user}` };
      const event = {
        joins: () => joins(id, userId, account, more),
        buys: () => buys(id, userId, { ...more, accountId: account }),
        returns: () => returns(id, userId, { ...more, accountId: account }),
        comes: () => exampleEvent(id, { ...more, userId, anonymousId: `v${user}`, type: 'identify', name: 'Identify' }),
        visits: () => joins(id, '', account, visitor),
      }[what]();
      return { at: index, event };
    }),
  );
