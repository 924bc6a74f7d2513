import { type SegmentDefinition, type SegmentRule, segmentDefinitionSchema } from '#contracts/segment-rule.ts';
import { count, netMoney } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { members, membersIn, shareOfMembersIn } from '#domain/features/builders/others.ts';
import { activity, last } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import { purchase, refund } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { starterRiskRule } from '#domain/scoring/starter-risk.ts';

const recencyDays = feature('recencyDays', daysSince(last(activity())), {
  description: 'time since the last activity',
});
const spent = feature('spent', netMoney(), { description: 'money paid less money returned' });

const ofAccount = { subject: 'account' } as const;
const accountEvents = feature('accountEvents', count(activity()), {
  ...ofAccount,
  description: 'what all of the account did',
});
const memberCount = feature('memberCount', members(), { ...ofAccount, description: 'number of members' });
const keenShare = feature('keenShare', shareOfMembersIn('keen'), {
  ...ofAccount,
  description: 'share of members who buy',
});
const quietMembers = feature('quietMembers', membersIn('quiet'), {
  ...ofAccount,
  description: 'members who have been away',
});

function declare(name: string, subject: SegmentDefinition['subject'], rule: SegmentRule): SegmentDefinition {
  const told = {
    version: 1,
    description: name,
    staysWhile: null,
    minimumStay: null,
    takeIn: 'announced',
    enabled: true,
  };
  return segmentDefinitionSchema.parse({ name, subject, rule, ...told });
}

const compare = (feature: string, threshold: number): SegmentRule => {
  return { op: 'compare', feature, is: 'at least', threshold };
};

/** Two paid make a customer keen, two keen members make an account lively, and its members are in good company. */
export const accountSegments = [
  declare('keen', 'customer', compare('spent', 2)),
  declare('quiet', 'customer', compare('recencyDays', 14)),
  declare('lively', 'account', { op: 'members in', segment: 'keen', atLeast: 2 }),
  declare('busy', 'account', compare('accountEvents', 5)),
  declare('in-good-company', 'customer', { op: 'account in', segment: 'lively' }),
] as const;

const common = {
  plan: trackingPlan([purchase('Order Completed', { amount: 'total' }), refund('Order Refunded', { amount: 'total' })]),
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
  playbooks: [],
  templates: [],
};

/** A deployment that says something about accounts, and about customers by their accounts. */
export const accountRetention = defineRetention({
  ...common,
  features: [recencyDays, spent, accountEvents, memberCount, keenShare, quietMembers],
  segments: accountSegments,
});

/** The same without a word about accounts. */
export const retentionWithoutAccounts = defineRetention({
  ...common,
  features: [recencyDays, spent],
  segments: accountSegments.slice(0, 2),
});
