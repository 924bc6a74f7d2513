import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Meaning } from '#contracts/moment.ts';
import { moneyOfEvent } from './money-of-event.ts';
import { moneyRule, shownValue } from './plan-words.ts';
import type { PlannedEvent, TrackingPlan } from './tracking-plan.ts';

/** What an event means: the money it carries, in minor units, and whether it is a sign of life. */
export type Interpreted =
  | { readonly kind: 'means'; readonly meaning: Meaning | null; readonly isActivity: boolean; readonly minor: number }
  | { readonly kind: 'problem'; readonly detail: string };

function moneyOf(plan: TrackingPlan, planned: PlannedEvent, properties: CanonicalEvent['properties']): number | string {
  const { meaning, money } = planned;
  if (money === null) return 0;
  const found = moneyOfEvent(plan.money, { meaning, money }, properties);
  if (found.kind === 'money') return found.minor;
  if (money.whenWrong === 'allow and report') return 0;
  return `${moneyRule(found.problem)}: ${shownValue(found.problem.value)}`;
}

/**
 * What an event means, by the plan; `problem` where it would have money and has none that can be counted. Names are
 * resolved, so that events from before a renaming mean what they always did.
 */
export function interpret(
  plan: TrackingPlan,
  event: Pick<CanonicalEvent, 'type' | 'name' | 'properties' | 'context'>,
): Interpreted {
  const inForeground = event.context['active'] !== false;
  if (event.type === 'page' || event.type === 'screen') {
    return { kind: 'means', meaning: null, isActivity: inForeground, minor: 0 };
  }
  if (event.type !== 'track') return { kind: 'means', meaning: null, isActivity: false, minor: 0 };
  const planned = plan.events.get(event.name);
  if (planned === undefined) return { kind: 'means', meaning: null, isActivity: inForeground, minor: 0 };
  const money = moneyOf(plan, planned, event.properties);
  if (typeof money === 'string') return { kind: 'problem', detail: money };
  return { kind: 'means', meaning: planned.meaning, isActivity: planned.isActivity && inForeground, minor: money };
}
