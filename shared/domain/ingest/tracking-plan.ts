import { checkDeclaration, type EventDeclaration } from './event-declaration.ts';
import { type MoneyDeclaration, type PlanMoney, planMoney } from './plan-money.ts';
import { type PropertyCheck, propertyChecks } from './property-checks.ts';

/** What happens to a track event that is not declared. It counts as a sign of life wherever it is allowed. */
export const unplannedPolicies = ['allow', 'report', 'block'] as const;
export type UnplannedPolicy = (typeof unplannedPolicies)[number];

/** An event with the checks of its properties, made once. */
export type PlannedEvent = EventDeclaration & { readonly checks: readonly PropertyCheck[] };

/** What the events of a deployment mean, and what they carry. */
export type TrackingPlan = {
  /** Every event under its name and under its aliases. */
  readonly events: ReadonlyMap<string, PlannedEvent>;
  readonly unplanned: UnplannedPolicy;
  /** Null: amounts count as they are, whatever their currency. */
  readonly money: PlanMoney | null;
};

export type PlanOptions = {
  /**
   * Declarations to begin with. One of the same name as an own one is replaced, an alias that an own one uses is
   * dropped. One whose name is an alias of an own one becomes that one, with its aliases.
   */
  readonly basedOn?: readonly EventDeclaration[];
  /** `allow` unless told otherwise. */
  readonly unplanned?: UnplannedPolicy;
  readonly money?: MoneyDeclaration;
};

/** Puts one event under all its names. Throws if one of them is taken. */
function add(events: Map<string, PlannedEvent>, declared: EventDeclaration): void {
  checkDeclaration(declared);
  const planned: PlannedEvent = { ...declared, checks: propertyChecks(declared) };
  for (const name of [declared.name, ...declared.aliases]) {
    const holder = events.get(name);
    if (holder === undefined) {
      events.set(name, planned);
      continue;
    }
    if (holder !== planned && name === declared.name && name === holder.name)
      throw new Error(`Cannot declare the event twice: ${name}`);
    const both = holder.name === declared.name ? `"${name}" twice` : `"${name}", which is "${holder.name}" already`;
    throw new Error(`Cannot declare the event "${declared.name}": it would be known as ${both}`);
  }
}

/** An own event that has the name of another as an alias is that event: whatever else the other is known as, it is too. */
function withOtherNames(declared: readonly EventDeclaration[], basedOn: readonly EventDeclaration[]) {
  const own = new Set(declared.flatMap(({ name, aliases }) => [name, ...aliases]));
  const others = new Map(basedOn.map((one) => [one.name, one.aliases]));
  return declared.map((one): EventDeclaration => {
    const more = one.aliases.flatMap((alias) => others.get(alias) ?? []).filter((alias) => !own.has(alias));
    return { ...one, aliases: [...one.aliases, ...more] };
  });
}

/**
 * Declares what events mean and carry. Throws, with the reason, if a name or an alias is declared twice, or if one of
 * the declarations cannot be.
 */
export function trackingPlan(declared: readonly EventDeclaration[], options: PlanOptions = {}): TrackingPlan {
  const events = new Map<string, PlannedEvent>();
  const basedOn = options.basedOn ?? [];
  for (const one of withOtherNames(declared, basedOn)) add(events, one);
  const own = new Set(events.keys());
  for (const one of basedOn) {
    if (own.has(one.name)) continue;
    add(events, { ...one, aliases: one.aliases.filter((alias) => !own.has(alias)) });
  }
  const money = options.money === undefined ? null : planMoney(options.money);
  return { events, unplanned: options.unplanned ?? 'allow', money };
}

/** The declaration of an event by its name or an alias; undefined if it is not planned. */
export function plannedEvent(plan: TrackingPlan, name: string): PlannedEvent | undefined {
  return plan.events.get(name);
}

/** Every declared event once, in the order of declaration. */
export function plannedEvents(plan: TrackingPlan): PlannedEvent[] {
  return [...plan.events].filter(([name, event]) => name === event.name).map(([, event]) => event);
}
