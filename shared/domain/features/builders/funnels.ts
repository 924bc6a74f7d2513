import type { EventSelector } from '#contracts/event-selector.ts';
import type { FeatureExpression, FunnelStep } from '#domain/features/feature-expression.ts';
import { type Expression, numeric } from './expression.ts';

/** Steps that lead to something, in their order. */
export type Funnel = {
  readonly steps: readonly FunnelStep[];
  /**
   * `first`: a way that is gone once, such as onboarding; each step counts from its first time on. `latest`: one that
   * is gone again and again, such as to an order; the last times count.
   */
  readonly along: 'first' | 'latest';
};

/** A step of a funnel. */
export function step(name: string, of: EventSelector): FunnelStep {
  return { name, of };
}

/** Declares a way that is gone once. */
export function funnelOnce(...steps: [FunnelStep, FunnelStep, ...FunnelStep[]]): Funnel {
  return { steps, along: 'first' };
}

/** Declares a way that is gone again and again. */
export function funnelRepeated(...steps: [FunnelStep, FunnelStep, ...FunnelStep[]]): Funnel {
  return { steps, along: 'latest' };
}

function funnel(
  { steps, along }: Funnel,
  measure: Extract<FeatureExpression, { kind: 'funnel' }>['measure'],
): FeatureExpression {
  return { kind: 'funnel', steps, along, measure };
}

/** How many steps were done, one after the other. */
export function stepsDone(way: Funnel): Expression<'number'> {
  return numeric('steps', funnel(way, 'steps done'));
}

/** The name of the last step that was done. Nothing before the first. */
export function lastStep(way: Funnel): Expression<'text'> {
  return { type: 'text', unit: '', of: funnel(way, 'last step') };
}

/** Days since the last step that was done. Nothing before the first, and when all are done. */
export function daysStuck(way: Funnel): Expression<'number'> {
  return numeric('days', funnel(way, 'days stuck'));
}
