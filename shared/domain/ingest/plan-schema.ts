import type { JsonObject } from '#contracts/json.ts';
import { knownCurrencies } from './money-of-event.ts';
import type { PlanMoney } from './plan-money.ts';
import { allProperties } from './property-checks.ts';
import { propertiesSchema } from './property-declaration.ts';
import { type PlannedEvent, plannedEvents, type TrackingPlan } from './tracking-plan.ts';

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** `Order Completed` → `order-completed`. */
function slugOf(name: string): string {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return slug.replace(/^-|-$/g, '') || 'event';
}

/** The file name of every event's schema, without its ending; two names that differ in punctuation only get two. */
export function schemaNames(plan: TrackingPlan): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>(['tracking-plan']);
  for (const { name } of plannedEvents(plan)) {
    let slug = slugOf(name);
    for (let number = 2; taken.has(slug); number += 1) slug = `${slugOf(name)}-${number}`;
    taken.add(slug);
    names.set(name, slug);
  }
  return names;
}

/** Codes in either case: JSON Schema has no flag for that. */
function currencySchema(money: PlanMoney): JsonObject {
  const eitherCase = (code: string) => [...code].map((letter) => `[${letter}${letter.toLowerCase()}]`).join('');
  const pattern = `^(?:${[...money.rates.keys()].toSorted().map(eitherCase).join('|')})$`;
  const description = `One of ${knownCurrencies(money)}; without it, ${money.currency}`;
  return { description, anyOf: [{ type: 'string', pattern }, { type: 'null' }] };
}

/** That at least one of the amounts is there. */
function amountIsThere(amounts: readonly string[]): JsonObject {
  return {
    anyOf: amounts.map((name) => ({ required: [name], properties: { [name]: { not: { type: 'null' } } } })),
  };
}

function wordsFor(event: PlannedEvent): string {
  const means = event.meaning === null ? 'nothing more' : event.meaning;
  return [
    event.description,
    `Version ${event.version}. Means: ${means}${event.isActivity ? ', a sign of life' : ''}.`,
    event.sentiment.length === 0 ? '' : `The sentiment of a text is kept: ${event.sentiment.join(' or ')}.`,
    event.aliases.length === 0 ? '' : `Also known as: ${event.aliases.join(', ')}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function propertiesOf(plan: TrackingPlan, event: PlannedEvent): JsonObject {
  const schema = propertiesSchema(allProperties(event));
  if (event.money === null) return schema;
  const known = schema['properties'];
  const properties = typeof known === 'object' && known !== null && !Array.isArray(known) ? known : {};
  const currency = plan.money === null ? {} : { [event.money.currency]: currencySchema(plan.money) };
  return { ...schema, properties: { ...properties, ...currency }, ...amountIsThere(event.money.amounts) };
}

/**
 * The JSON Schema (draft 2020-12) of an event's properties. It is met exactly where the plan has nothing to say about
 * them, but for an amount that is too large only once it is converted.
 */
export function eventSchema(plan: TrackingPlan, event: PlannedEvent): JsonObject {
  const id = `urn:holdfast:event:${schemaNames(plan).get(event.name)}:${event.version}`;
  return { $schema: draft, $id: id, title: event.name, description: wordsFor(event), ...propertiesOf(plan, event) };
}

function hasNeeds(event: PlannedEvent): boolean {
  return event.money !== null || Object.values(event.properties).some((one) => one.isRequired);
}

/**
 * The JSON Schema (draft 2020-12) of a Segment track call: whatever event it carries meets the schema of that event.
 */
export function planSchema(plan: TrackingPlan): JsonObject {
  const events = plannedEvents(plan);
  const slugs = schemaNames(plan);
  const definitions: JsonObject = {};
  const rules = events.map((event): JsonObject => {
    const slug = slugs.get(event.name) ?? '';
    definitions[slug] = { title: event.name, description: wordsFor(event), ...propertiesOf(plan, event) };
    const told = { $ref: `#/$defs/${slug}` };
    const then: JsonObject = hasNeeds(event)
      ? { required: ['properties'], properties: { properties: told } }
      : { properties: { properties: { anyOf: [told, { type: 'null' }] } } };
    return { if: { properties: { event: { enum: [event.name, ...event.aliases] } }, required: ['event'] }, then };
  });
  const name: JsonObject =
    plan.unplanned === 'block' ? { enum: [...plan.events.keys()] } : { type: 'string', minLength: 1 };
  return {
    $schema: draft,
    $id: 'urn:holdfast:tracking-plan',
    title: 'Tracking plan',
    description: 'A Segment track call. Other calls, and properties that are not declared, are taken as they are.',
    type: 'object',
    properties: { type: { const: 'track' }, event: name },
    required: ['type', 'event'],
    ...(rules.length === 0 ? {} : { allOf: rules }),
    $defs: definitions,
  };
}
