import { netMoney } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity, last } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import { purchase, ticket } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { createTask, emailTemplate, playbook, sendEmail, wait } from '#domain/playbooks/playbook.ts';
import { type Declarations, defineRetention } from '#domain/retention-definitions.ts';
import { starterRiskRule } from '#domain/scoring/starter-risk.ts';
import { atLeast, lessThan, segment } from '#domain/segments/rule-builders.ts';

const recencyDays = feature('recencyDays', daysSince(last(activity())), {
  description: 'time since the last activity',
});
const monetaryValue = feature('monetaryValue', netMoney(), { description: 'money paid less money returned' });

const active = segment('active', { version: 1, description: 'Active.', rule: lessThan(recencyDays, 14) });
export const quiet = segment('quiet', { version: 1, description: 'Quiet.', rule: atLeast(recencyDays, 14) });
const valuable = segment('valuable', { version: 1, description: 'Valuable.', rule: atLeast(monetaryValue, 250) });

const parts = { html: '<p>Hello {{ customer.firstName }}</p>', text: 'Hello {{ customer.firstName }}' };
const firstEmail = emailTemplate('first', { subject: 'We miss you, {{ customer.firstName }}', ...parts });
const secondEmail = emailTemplate('second', { subject: 'Still there?', ...parts });

/** Writes to quiet customers at once and again after three days. */
export const winBack = playbook('win-back', {
  version: 1,
  description: 'Writes twice.',
  when: quiet,
  holdoutShare: 0,
  restDays: 60,
  steps: [sendEmail(firstEmail), wait({ days: 3 }), sendEmail(secondEmail)],
  goal: { what: 'activity', withinDays: 14 },
});

/** Asks for a call to quiet customers who are valuable. */
export const call = playbook('call', {
  version: 1,
  description: 'Calls.',
  when: quiet,
  alsoIn: [valuable],
  holdoutShare: 0,
  restDays: 30,
  steps: [createTask({ title: 'Call', advice: 'Ask what changed', dueInDays: 2 })],
  goal: { what: 'purchase', withinDays: 30 },
});

/** What `exampleRetention` declares, for tests that declare something else besides. */
export const exampleDeclarations: Declarations = {
  plan: trackingPlan([purchase('Order Completed', { amount: 'total' }), ticket('Ticket Opened')]),
  features: [recencyDays, monetaryValue],
  risk: starterRiskRule({
    version: 1,
    expectedGapDays: 14,
    shrinkageGaps: 3,
    halfRiskGaps: 2,
    halfRiskActiveDays: 4,
    halfRiskMoney: 100,
    weights: { recency: 0.7, frequency: 0.2, monetary: 0.1 },
    mediumFrom: 0.35,
    highFrom: 0.6,
  }),
  segments: [active, quiet, valuable],
  playbooks: [winBack, call],
  templates: [firstEmail, secondEmail],
};

/** A small deployment that tests stand on, so that editing `retention/` breaks none of them. */
export const exampleRetention = defineRetention(exampleDeclarations);
