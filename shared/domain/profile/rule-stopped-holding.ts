import { anonymousPrefix } from '#contracts/identifier.ts';
import type { Transition } from '#contracts/transition.ts';

/**
 * Whether the rule that a transition names is one that holds no longer: whoever leaves a segment does so because of that. Not
 * so an anonymous visitor who has become part of a user: that is the reason itself.
 */
export function ruleStoppedHolding({ type, customerId, why }: Transition): boolean {
  const isPartOfAnother = why.cause.kind === 'join' && customerId.startsWith(anonymousPrefix);
  return type === 'Segment Exited' && !isPartOfAnother;
}
