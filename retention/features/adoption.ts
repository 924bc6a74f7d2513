import { coreShare, entropyOfUse, shareUsed, valuesUsed } from '#domain/features/builders/adoption.ts';
import { count } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity, first, last, meaning } from '#domain/features/builders/select.ts';
import { daysBetween, daysSince } from '#domain/features/builders/time.ts';

/**
 * The parts of your product, as the property `feature` of "Feature Used" names them; two bytes of each customer for
 * each.
 */
const productFeatures = {
  of: meaning('feature use'),
  property: 'feature',
  values: ['dashboard', 'report', 'export', 'search', 'integration', 'automation', 'api', 'mobile'],
};

export const featuresUsed = feature('featuresUsed', valuesUsed(productFeatures), {
  unit: 'features',
  description: 'number of product features used',
});

export const featureAdoption = feature('featureAdoption', shareUsed(productFeatures), {
  description: 'share of the product features that was used',
});

export const featureEntropy = feature('featureEntropy', entropyOfUse(productFeatures), {
  description: 'evenness of the use of product features',
});

export const coreFeatureShare = feature('coreFeatureShare', coreShare(productFeatures, 'dashboard', 'report'), {
  description: 'share of core features in the use of the product',
});

export const featureUses = feature('featureUses', count(meaning('feature use')), {
  description: 'number of uses of a product feature',
});

export const daysSinceFeatureUse = feature('daysSinceFeatureUse', daysSince(last(meaning('feature use'))), {
  description: 'time since a product feature was last used',
});

export const daysToFirstValue = feature(
  'daysToFirstValue',
  daysBetween(first(activity()), first(meaning('feature use'))),
  { description: 'time from the first activity to the first use of a product feature' },
);

export const adoptionFeatures = [
  featuresUsed,
  featureAdoption,
  featureEntropy,
  coreFeatureShare,
  featureUses,
  daysSinceFeatureUse,
  daysToFirstValue,
];
