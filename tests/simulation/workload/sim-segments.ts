import { activity, meaning } from '#domain/features/builders/select.ts';
import { did, didThen, firstTime, notDone } from '#domain/segments/event-rules.ts';
import {
  all,
  any,
  atLeast,
  between,
  contains,
  exists,
  happenedAfter,
  lessThan,
  not,
  oneOf,
  riskIs,
  segment,
} from '#domain/segments/rule-builders.ts';
import { accountIn, inSegment, membersIn } from '#domain/segments/standing-rules.ts';
import * as features from './sim-features.ts';

export const active = segment('active', {
  version: 1,
  description: 'A sign of life within a day.',
  rule: lessThan(features.recencyDays, 1),
});
export const quiet = segment('quiet', {
  version: 1,
  description: 'No activity for two days.',
  rule: atLeast(features.recencyDays, 2),
});
export const cartAbandoned = segment('cart-abandoned', {
  version: 1,
  description: 'Filled a cart an hour to a day ago, and has not bought since.',
  rule: all(
    happenedAfter('last cart', 'last purchase'),
    atLeast(features.daysSinceCart, 1 / 24),
    lessThan(features.daysSinceCart, 1),
  ),
});
export const highValue = segment('high-value', {
  version: 1,
  description: 'Has paid 200 or more, returns taken off.',
  rule: atLeast(features.monetaryValue, 200),
});
export const olderRegular = segment('regular', {
  version: 1,
  description: 'Active on two of the last three days.',
  rule: atLeast(features.activeDays3, 2),
});
export const regular = segment('regular', {
  version: 2,
  description: 'Active on each of the last three days, and then on two of them.',
  rule: atLeast(features.activeDays3, 3),
  staysWhile: atLeast(features.activeDays3, 2),
  takeIn: 'announced',
});
export const atRisk = segment('at-risk', {
  version: 2,
  description: 'Overdue against their own habit.',
  rule: riskIs('high'),
});

export const exporter = segment('exporter', {
  version: 1,
  description: 'Has exported twice, ever.',
  rule: atLeast(features.exports, 2),
});
export const olderNewExporter = segment('new-exporter', {
  version: 1,
  description: 'Exported for the first time within a day.',
  rule: firstTime(features.exported, { within: { days: 1 } }),
});
export const newExporter = segment('new-exporter', {
  version: 2,
  description: 'Exported for the first time within twelve hours.',
  rule: firstTime(features.exported, { within: { hours: 12 } }),
});
export const exportAbsent = segment('export-absent', {
  version: 1,
  description: 'Has not exported for a day.',
  rule: notDone(features.exported, { for: { days: 1 } }),
});
export const someExports = segment('some-exports', {
  version: 1,
  description: 'One or two exports in three days.',
  rule: between(features.exports3, 1, 2),
});
export const bigSpender = segment('big-spender', {
  version: 1,
  description: 'Large orders of 100 or more in three days.',
  rule: atLeast(features.largeMoney3, 100),
});
export const frequentVisitor = segment('frequent-visitor', {
  version: 1,
  description: 'Three sessions in two days.',
  rule: atLeast(features.sessions2, 3),
});
export const busy = segment('busy', {
  version: 1,
  description: 'Five signs of life within ten minutes; for three hours at least.',
  rule: did(activity(), { atLeast: 5, within: { minutes: 10 } }),
  minimumStay: { hours: 3 },
});
export const searchedThenBought = segment('searched-then-bought', {
  version: 1,
  description: 'Bought within an hour of a search.',
  rule: didThen(features.searched, meaning('purchase'), { within: { hours: 1 }, latest: 3 }),
});
export const paying = segment('paying', {
  version: 1,
  description: 'On a plan that is paid for.',
  rule: any(oneOf(features.currentPlan, 'pro'), contains(features.currentPlan, 'TEA')),
});
export const goodRevenue = segment('good-revenue', {
  version: 1,
  description: 'A hundred a month, until it is below forty.',
  rule: atLeast(features.revenue, 100),
  staysWhile: atLeast(features.revenue, 40),
});
export const upset = segment('upset', {
  version: 1,
  description: 'The last ticket sounds unkind.',
  rule: lessThan(features.mood, -0.2),
});
export const adopter = segment('adopter', {
  version: 1,
  description: 'Uses three features.',
  rule: atLeast(features.featuresUsed, 3),
});
export const explorer = segment('explorer', {
  version: 1,
  description: 'Has seen five pages.',
  rule: atLeast(features.pagesSeen, 5),
});
export const warm = segment('warm', {
  version: 1,
  description: 'A sign of life within six hours, until there was none for a day.',
  rule: lessThan(features.recencyDays, 0.25),
  staysWhile: lessThan(features.recencyDays, 1),
});
export const fading = segment('fading', {
  version: 1,
  description: 'No sign of life for eighteen hours; for four hours at least.',
  rule: atLeast(features.recencyDays, 0.75),
  staysWhile: atLeast(features.recencyDays, 0.1),
  minimumStay: { hours: 4 },
});
export const loyal = segment('loyal', {
  version: 1,
  description: 'Of high value, and not quiet, or on some plan.',
  rule: all(inSegment(highValue), any(not(inSegment(quiet)), exists(features.currentPlan))),
});

export const livelyFirm = segment('lively-firm', {
  version: 1,
  description: 'Two active members, or one of them and three exports in two days.',
  subject: 'account',
  rule: any(
    membersIn(active, { atLeast: 2 }),
    all(atLeast(features.accountActive, 1), atLeast(features.accountExports, 3)),
  ),
});
export const busyFirm = segment('busy-firm', {
  version: 1,
  description: 'Two people that were active, and something exported in two days.',
  subject: 'account',
  rule: all(atLeast(features.accountPeople, 2), atLeast(features.accountExports, 1)),
  staysWhile: atLeast(features.accountPeople, 2),
  minimumStay: { hours: 6 },
});
export const inLivelyFirm = segment('in-lively-firm', {
  version: 1,
  description: 'Belongs to a lively firm.',
  rule: accountIn(livelyFirm),
});
