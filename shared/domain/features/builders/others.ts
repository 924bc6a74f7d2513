import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { type Expression, numeric } from './expression.ts';

/**
 * 1 to 5: in which fifth of the population a feature lies; 5 where it is best. Nothing before the population was
 * surveyed.
 */
export function score(
  scored: FeatureDefinition<'number'>,
  { best }: { readonly best: 'high' | 'low' },
): Expression<'number'> {
  return numeric('of 5', { kind: 'score', feature: scored.name, best });
}

/** How many members an account has. */
export function members(): Expression<'number'> {
  return numeric('members', { kind: 'members', segment: null, measure: 'count' });
}

/** How many members of an account are in a segment of customers. */
export function membersIn(segment: string): Expression<'number'> {
  return numeric('members', { kind: 'members', segment, measure: 'count' });
}

/** The share of the members of an account that are in a segment of customers. Nothing without members. */
export function shareOfMembersIn(segment: string): Expression<'number'> {
  return numeric('share', { kind: 'members', segment, measure: 'share' });
}
