import type { CustomerHistory } from './customer-history.ts';
import { type Block, countFigure, finding, shareFigure, shareOf } from './finding.ts';
import type { Fold, StartCheck } from './fold.ts';
import { countText, partText, pluralText, shareText, shownText } from './wording.ts';

/** More signs of life than a person shows on one day. */
const implausiblePerDay = 1_000;

/** A customer with at least so many events and more than this share of all of them stands for more than one person. */
const leastEvents = 100;
const implausibleShare = 0.05;

/** With fewer customers than this, a large share is no wonder. */
const leastCustomers = 50;

/** Bots with more of all events than this spoil what is learnt from them. */
const problemShare = 0.2;

/** Customers with the most events that are held, to be judged once the total is known. */
const heldCustomers = 100;

type Busy = { readonly customerId: string; readonly events: number; readonly mostOnOneDay: number };

/** Customers who cannot be one person: a bot, a test, a shared id. */
export const startBotLikeCustomers: StartCheck<CustomerHistory> = (): Fold<CustomerHistory> => {
  let busiest: Busy[] = [];
  const hectic: Busy[] = [];
  let hecticCustomers = 0;
  let hecticEvents = 0;
  let customers = 0;
  let events = 0;

  const cut = () => {
    busiest.sort((a, b) => b.events - a.events || (a.customerId < b.customerId ? -1 : 1));
    busiest = busiest.slice(0, heldCustomers);
  };

  return {
    take({ customerId, state }) {
      customers += 1;
      events += state.events;
      let mostOnOneDay = 0;
      for (const day of state.days) mostOnOneDay = Math.max(mostOnOneDay, day.activities);
      const own = { customerId, events: state.events, mostOnOneDay };
      if (mostOnOneDay >= implausiblePerDay) {
        hecticCustomers += 1;
        hecticEvents += own.events;
        if (hectic.length < heldCustomers) hectic.push(own);
      } else if (own.events >= leastEvents) {
        busiest.push(own);
        if (busiest.length >= 2 * heldCustomers) cut();
      }
    },
    finding() {
      cut();
      const large =
        customers < leastCustomers ? [] : busiest.filter((one) => shareOf(one.events, events) > implausibleShare);
      const count = hecticCustomers + large.length;
      const theirs = hecticEvents + large.reduce((sum, one) => sum + one.events, 0);
      const isProblem = shareOf(theirs, events) > problemShare;
      const reason = `${pluralText(count, 'bot-like customer')} made ${shareText(shareOf(theirs, events))} of all events`;
      const blocks: Block[] = isProblem
        ? [
            { use: 'clusters', reason },
            { use: 'churn model', reason },
          ]
        : [];
      const shown = [...hectic, ...large].sort((a, b) => b.events - a.events).slice(0, 5);
      const top = busiest[0];
      return finding({
        check: 'bot-like-customers',
        title: 'Bot-like customers',
        verdict: customers === 0 ? 'not applicable' : count === 0 ? 'ok' : isProblem ? 'problem' : 'warning',
        summary:
          count === 0
            ? `nobody has ${countText(implausiblePerDay)} events on a day or more than ${shareText(implausibleShare)} of all events`
            : `${partText(theirs, events, 'events')} come from ${pluralText(count, 'customer')} who can hardly be one person`,
        figures: [
          countFigure('bot-like customers', count),
          countFigure('events of bot-like customers', theirs),
          shareFigure('share of their events', theirs, events),
          countFigure('most events of one other customer', large.length === 0 ? (top?.events ?? 0) : 0),
        ],
        examples: shown.map(
          (one) =>
            `${shownText(one.customerId)}: ${countText(one.events)} events, up to ${countText(one.mostOnOneDay)} on a day`,
        ),
        advice:
          count === 0
            ? 'Nothing to do.'
            : 'Leave bots, tests and shared ids out at the source, or refuse them in the mapping; else they are the best customers.',
        blocks,
      });
    },
  };
};
