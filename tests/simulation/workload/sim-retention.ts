import { lockOf } from '#domain/lock-of.ts';
import { type Declarations, defineRetention } from '#domain/retention-definitions.ts';
import { starterRiskRule } from '#domain/scoring/starter-risk.ts';
import * as features from './sim-features.ts';
import { simPlan } from './sim-plan.ts';
import { simPlaybooks, simTemplates } from './sim-playbooks.ts';
import * as segments from './sim-segments.ts';

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

const common = { plan: simPlan, risk, playbooks: simPlaybooks, templates: simTemplates };

const { recencyDays, daysSinceCart, frequency, monetaryValue, activeDays3 } = features;
const { active, quiet, cartAbandoned, highValue, atRisk } = segments;

const firstFeatures = [recencyDays, daysSinceCart, frequency, monetaryValue, activeDays3];
const firstSegments = [active, quiet, cartAbandoned, highValue, atRisk];

/** What the code that wrote layout 1 believed: nothing that takes a cell. */
const firstDeclared: Declarations = {
  ...common,
  features: firstFeatures,
  segments: [...firstSegments, segments.olderRegular],
};

const sharedFeatures = [
  ...firstFeatures,
  features.exports,
  features.sessions2,
  features.exports3,
  features.currentPlan,
];
const sharedSegments = [
  ...firstSegments,
  segments.exporter,
  segments.exportAbsent,
  segments.someExports,
  segments.frequentVisitor,
  segments.busy,
  segments.paying,
  segments.warm,
];

/** What the code before today's believed: fewer cells, two segments in an older version, and nothing of accounts. */
const declaredBefore: Declarations = {
  ...common,
  features: sharedFeatures,
  segments: [...sharedSegments, segments.olderRegular, segments.olderNewExporter],
};

/** What is believed today: small, and with windows so short that a few days are eventful. */
const declared: Declarations = {
  ...common,
  // Texts of 40 characters and amounts of millions are planned for, and never come.
  itemBudgetBytes: 1_100,
  features: [
    ...sharedFeatures,
    features.largeMoney3,
    features.revenue,
    features.mood,
    features.featuresUsed,
    features.pagesSeen,
    features.accountExports,
    features.accountPeople,
    features.accountMembers,
    features.accountActive,
  ],
  segments: [
    ...sharedSegments,
    segments.regular,
    segments.newExporter,
    segments.bigSpender,
    segments.searchedThenBought,
    segments.goodRevenue,
    segments.upset,
    segments.adopter,
    segments.explorer,
    segments.fading,
    segments.loyal,
    segments.livelyFirm,
    segments.busyFirm,
    segments.inLivelyFirm,
  ],
};

const firstLock = lockOf(firstDeclared, null);
const lockBefore = lockOf(declaredBefore, firstLock);

/** What the simulated deployment believes today, before the last change of its definitions, and when layout 1 was written. */
export const simRetention = defineRetention(declared, lockOf(declared, lockBefore));
export const simRetentionBefore = defineRetention(declaredBefore, lockBefore);
export const firstSimRetention = defineRetention(firstDeclared, firstLock);

/** The segments of customers that accounts count, and those of accounts that customers ask about. */
export const countedMemberSegments: readonly string[] = ['active'];
export const toldAccountSegments: readonly string[] = ['lively-firm'];
