import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { type MoneyProblem, moneyOfEvent } from './money-of-event.ts';
import { moneyRule, shownValue } from './plan-words.ts';
import type { PropertyCheck } from './property-checks.ts';
import { wrongOf } from './property-declaration.ts';
import type { PlannedEvent, TrackingPlan } from './tracking-plan.ts';

/** Something about an event that the plan does not foresee, and for which it was not refused. */
export type PlanReport = {
  readonly eventName: string;
  /** What the plan says, without the value: the same for every event with the same mistake. */
  readonly rule: string;
  /** The rule, with the value that broke it. */
  readonly detail: string;
  readonly outcome: 'allowed' | 'property omitted';
};

export type Conformed =
  /** The event under the name that is declared, without the properties that were omitted. */
  | { readonly kind: 'conforms'; readonly event: CanonicalEvent; readonly reports: readonly PlanReport[] }
  /** The plan says to set it aside. */
  | { readonly kind: 'problem'; readonly detail: string };

const noReports: readonly PlanReport[] = [];

function conformUnplanned(plan: TrackingPlan, event: CanonicalEvent): Conformed {
  if (plan.unplanned === 'allow') return { kind: 'conforms', event, reports: noReports };
  const rule = 'the event is not in the tracking plan';
  const detail = `${rule}: ${JSON.stringify(event.name)}`;
  if (plan.unplanned === 'block') return { kind: 'problem', detail };
  return { kind: 'conforms', event, reports: [{ eventName: event.name, rule, detail, outcome: 'allowed' }] };
}

/** What is wrong with the money of an event, or null. */
function moneyProblemOf(plan: TrackingPlan, planned: PlannedEvent, event: CanonicalEvent): MoneyProblem | null {
  const { meaning, money } = planned;
  if (money === null) return null;
  const found = moneyOfEvent(plan.money, { meaning, money }, event.properties);
  return found.kind === 'problem' ? found.problem : null;
}

/** What a property that is wrong comes to. */
function reportOf({ name, declared, whenWrong }: PropertyCheck, event: CanonicalEvent): Omit<PlanReport, 'eventName'> {
  const value = event.properties[name];
  const wrong = wrongOf(declared, name, value);
  return {
    rule: `properties.${wrong.place} must be ${wrong.must}`,
    detail: `properties.${wrong.at} must be ${wrong.must}: ${shownValue(wrong.value)}`,
    outcome: whenWrong === 'omit property' && value !== undefined ? 'property omitted' : 'allowed',
  };
}

/** The event under the name that is declared, without some of its properties. */
function rewritten(planned: PlannedEvent, event: CanonicalEvent, omitted: readonly string[]): CanonicalEvent {
  if (omitted.length === 0) return planned.name === event.name ? event : { ...event, name: planned.name };
  const kept = Object.entries(event.properties).filter(([name]) => !omitted.includes(name));
  return { ...event, name: planned.name, properties: Object.fromEntries(kept) };
}

function conformPlanned(plan: TrackingPlan, planned: PlannedEvent, event: CanonicalEvent): Conformed {
  let reports = noReports;
  const omitted: string[] = [];
  const money = moneyProblemOf(plan, planned, event);
  if (money !== null) {
    const rule = moneyRule(money);
    const detail = `${rule}: ${shownValue(money.value)}`;
    if (planned.money?.whenWrong === 'block') return { kind: 'problem', detail };
    reports = [{ eventName: planned.name, rule, detail, outcome: 'allowed' }];
  }
  for (const check of planned.checks) {
    if (check.isRight(event.properties[check.name]) || check.name === money?.property) continue;
    const report = reportOf(check, event);
    if (check.whenWrong === 'block') return { kind: 'problem', detail: report.detail };
    if (report.outcome === 'property omitted') omitted.push(check.name);
    reports = [...reports, { eventName: planned.name, ...report }];
  }
  return { kind: 'conforms', event: rewritten(planned, event, omitted), reports };
}

/**
 * Holds an event against the plan: resolves an alias to the declared name, and where a property is missing or wrong,
 * does what the plan says. Other calls than track are taken as they are. Doing it again changes nothing more.
 */
export function conform(plan: TrackingPlan, event: CanonicalEvent): Conformed {
  if (event.type !== 'track') return { kind: 'conforms', event, reports: noReports };
  const planned = plan.events.get(event.name);
  if (planned === undefined) return conformUnplanned(plan, event);
  return conformPlanned(plan, planned, event);
}
