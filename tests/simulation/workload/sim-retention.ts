import { countOf, daysSince, netMoney, within } from '#domain/features/feature.ts';
import { cancellation, cart, purchase, refund, ticket } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { createTask, emailTemplate, playbook, sendEmail, wait } from '#domain/playbooks/playbook.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { starterRiskRule } from '#domain/scoring/starter-risk.ts';
import { all, atLeast, happenedAfter, lessThan, riskIs, segment } from '#domain/segments/rule-builders.ts';

const plan = trackingPlan([
  purchase('Order Completed', { amount: 'total' }),
  refund('Order Refunded', { amount: 'total' }),
  cart('Product Added'),
  ticket('Support Ticket Opened'),
  cancellation('Subscription Cancelled'),
]);

const recencyDays = daysSince('recencyDays', 'last activity', 'time since the last activity');
const daysSinceCart = daysSince('daysSinceCart', 'last cart', 'time since the cart was last filled');
const frequency = countOf('frequency', 'purchase', 'number of purchases');
const monetaryValue = netMoney('monetaryValue', 'money paid less money returned');
const activeDays3 = within('activeDays3', { measure: 'active days', days: 3 }, 'active days in 3 days');

const risk = starterRiskRule({
  version: 1,
  expectedGapDays: 1,
  shrinkageGaps: 2,
  halfRiskGaps: 1.5,
  halfRiskActiveDays: 2,
  halfRiskMoney: 100,
  weights: { recency: 0.7, frequency: 0.2, monetary: 0.1 },
  mediumFrom: 0.35,
  highFrom: 0.6,
});

const active = segment('active', {
  version: 1,
  description: 'A sign of life within a day.',
  rule: lessThan(recencyDays, 1),
});
const quiet = segment('quiet', {
  version: 1,
  description: 'No activity for two days.',
  rule: atLeast(recencyDays, 2),
});
const cartAbandoned = segment('cart-abandoned', {
  version: 1,
  description: 'Filled a cart an hour to a day ago, and has not bought since.',
  rule: all(happenedAfter('last cart', 'last purchase'), atLeast(daysSinceCart, 1 / 24), lessThan(daysSinceCart, 1)),
});
const highValue = segment('high-value', {
  version: 1,
  description: 'Has paid 200 or more, returns taken off.',
  rule: atLeast(monetaryValue, 200),
});
const regular = segment('regular', {
  version: 1,
  description: 'Active on two of the last three days.',
  rule: atLeast(activeDays3, 2),
});
const atRisk = segment('at-risk', {
  version: 2,
  description: 'Overdue against their own habit.',
  rule: riskIs('high'),
});

const winBackEmail = emailTemplate('win-back', {
  subject: 'We miss you',
  html: '<p>{{ features.recencyDays | floor }} days</p>',
  text: '{{ features.recencyDays | floor }} days',
});
const cartEmail = emailTemplate('cart', {
  subject: 'Your cart',
  html: '<p>It is still there.</p>',
  text: 'It is still there.',
});

const winBack = playbook('win-back', {
  version: 1,
  description: 'Writes to quiet customers, and asks for a call when that did not help.',
  when: quiet,
  holdoutShare: 0.2,
  restDays: 0,
  steps: [
    sendEmail(winBackEmail),
    wait({ days: 0.5 }),
    createTask({ title: 'Call a quiet customer', advice: 'Ask what changed.', dueInDays: 1 }),
  ],
  goal: { what: 'activity', withinDays: 1 },
});
const cartReminder = playbook('cart-reminder', {
  version: 1,
  description: 'Reminds of a cart, at most twice a day.',
  when: cartAbandoned,
  holdoutShare: 0.2,
  restDays: 0.5,
  steps: [sendEmail(cartEmail)],
  goal: { what: 'purchase', withinDays: 0.5 },
});
const saveHighValue = playbook('save-high-value', {
  version: 1,
  description: 'A call and a letter to the best customers who turn at-risk.',
  when: atRisk,
  alsoIn: [highValue],
  holdoutShare: 0.2,
  restDays: 2,
  steps: [
    createTask({ title: 'Call a high-value customer', advice: 'Offer help first.', dueInDays: 0 }),
    sendEmail(winBackEmail),
  ],
  goal: { what: 'activity', withinDays: 2 },
});

/** What the simulated deployment believes: small, and with windows so short that a few days are eventful. */
export const simRetention = defineRetention({
  plan,
  features: [recencyDays, daysSinceCart, frequency, monetaryValue, activeDays3],
  risk,
  segments: [active, quiet, cartAbandoned, highValue, regular, atRisk],
  playbooks: [winBack, cartReminder, saveHighValue],
  templates: [winBackEmail, cartEmail],
});
