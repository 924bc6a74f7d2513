import { accountFeatures } from './features/accounts.ts';
import { adoptionFeatures } from './features/adoption.ts';
import { buyingFeatures } from './features/buying.ts';
import { careFeatures } from './features/care.ts';
import { engagementFeatures } from './features/engagement.ts';
import { onboardingFeatures } from './features/onboarding.ts';
import { recencyFrequencyMonetaryFeatures } from './features/recency-frequency-monetary.ts';
import { subscriptionFeatures } from './features/subscriptions.ts';
import { trendFeatures } from './features/trends.ts';

/** What is known about each customer and each account. Each theme has a file in `features/`. */
export const features = [
  ...recencyFrequencyMonetaryFeatures,
  ...engagementFeatures,
  ...adoptionFeatures,
  ...buyingFeatures,
  ...subscriptionFeatures,
  ...careFeatures,
  ...trendFeatures,
  ...onboardingFeatures,
  ...accountFeatures,
];
