import { knownCurrencies } from '#domain/ingest/money-of-event.ts';
import { type PlannedEvent, plannedEvents, type TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { alignedRows } from '../text-table.ts';

/** An event of the plan as data, without the closures. */
export function eventAsData(event: PlannedEvent) {
  const { name, version, aliases, description, meaning, isActivity, money, consent, sentiment, whenWrong } = event;
  const properties = Object.entries(event.properties).map(([property, declared]) => ({
    name: property,
    must: declared.type.must,
    required: declared.isRequired,
    whenWrong: declared.whenWrong ?? whenWrong,
    description: declared.description,
  }));
  const about = { name, version, aliases, description, meaning, isActivity, money, consent, sentiment, whenWrong };
  return { ...about, properties };
}

function needs({ money, properties }: PlannedEvent): string {
  const required = Object.keys(properties).filter((name) => properties[name]?.isRequired);
  return [...(money === null ? [] : [money.amounts.join(' or ')]), ...required].join(', ');
}

function blocks({ money, properties, whenWrong }: PlannedEvent): string {
  const blocking = Object.keys(properties).filter((name) => (properties[name]?.whenWrong ?? whenWrong) === 'block');
  return [...(money?.whenWrong === 'block' ? ['amount'] : []), ...blocking].join(', ');
}

const header = ['event', 'version', 'means', 'sign of life', 'properties', 'needs', 'refused without', 'also known as'];

/** The plan as a table for people, and what happens to events that it does not name. */
export function renderPlan(plan: TrackingPlan): string {
  const rows = plannedEvents(plan).map((event) => [
    event.name,
    String(event.version),
    event.meaning ?? '',
    event.isActivity ? 'yes' : 'no',
    String(Object.keys(event.properties).length),
    needs(event),
    blocks(event),
    event.aliases.join(', '),
  ]);
  const unplanned = {
    allow: 'counts as a sign of life, and nothing else',
    report: 'counts as a sign of life, and is reported',
    block: 'is set aside',
  }[plan.unplanned];
  const money =
    plan.money === null
      ? 'Amounts count as they are, whatever their currency.'
      : `Amounts count in ${plan.money.currency}; currencies with a rate: ${knownCurrencies(plan.money)}.`;
  return [...alignedRows([header, ...rows]), '', `Any other event ${unplanned}.`, money].join('\n');
}
