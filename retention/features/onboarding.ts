import { count } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { daysStuck, funnelOnce, lastStep, step, stepsDone } from '#domain/features/builders/funnels.ts';
import { meaning } from '#domain/features/builders/select.ts';

const onboarding = funnelOnce(
  step('signed up', meaning('signup')),
  step('used a feature', meaning('feature use')),
  step('invited somebody', meaning('invitation')),
);

export const onboardingSteps = feature('onboardingSteps', stepsDone(onboarding), {
  description: 'number of steps of onboarding that are done',
});

export const onboardingStep = feature('onboardingStep', lastStep(onboarding), {
  description: 'last step of onboarding that is done',
});

export const onboardingStuckDays = feature('onboardingStuckDays', daysStuck(onboarding), {
  description: 'time since the last step of onboarding',
});

export const invitations = feature('invitations', count(meaning('invitation')), {
  description: 'number of people invited',
});

export const onboardingFeatures = [onboardingSteps, onboardingStep, onboardingStuckDays, invitations];
