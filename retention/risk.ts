import { starterRiskRule } from '#domain/scoring/starter-risk.ts';

/** How churn risk is judged until a model has been trained on this deployment's own outcomes. */
export const risk = starterRiskRule({
  version: 1,
  expectedGapDays: 14,
  shrinkageGaps: 3,
  halfRiskGaps: 2,
  halfRiskActiveDays: 4,
  halfRiskMoney: 100,
  weights: { recency: 0.7, frequency: 0.2, monetary: 0.1 },
  mediumFrom: 0.35,
  highFrom: 0.6,
});
