import { count, netMoney } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity, last, meaning } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { starterRiskRule } from '#domain/scoring/starter-risk.ts';
import { atLeast, lessThan, segment } from '#domain/segments/rule-builders.ts';
import { examplePlan } from './example-event.ts';

export const quietDays = feature('quietDays', daysSince(last(activity())), {
  description: 'time since the last activity',
});
export const orders = feature('orders', count(meaning('purchase')), { description: 'number of orders' });
export const spent = feature('spent', netMoney(), { description: 'money spent' });

export const exampleRisk = starterRiskRule({
  version: 1,
  expectedGapDays: 10,
  shrinkageGaps: 2,
  halfRiskGaps: 2,
  halfRiskActiveDays: 4,
  halfRiskMoney: 100,
  weights: { recency: 0.7, frequency: 0.2, monetary: 0.1 },
  mediumFrom: 0.4,
  highFrom: 0.6,
});

const busy = segment('busy', { version: 1, description: 'Active within 7 days.', rule: lessThan(quietDays, 7) });
const quiet = segment('quiet', { version: 1, description: 'Quiet for 7 days.', rule: atLeast(quietDays, 7) });
const buyer = segment('buyer', { version: 2, description: 'Has bought twice.', rule: atLeast(orders, 2) });

/** A small deployment: three features, three segments, no playbook. */
export const exampleDefinitions = defineRetention({
  plan: examplePlan,
  features: [quietDays, orders, spent],
  risk: exampleRisk,
  segments: [busy, quiet, buyer],
  playbooks: [],
  templates: [],
});
