import type { EventSelector, PropertyCondition } from '#contracts/event-selector.ts';
import type { Meaning } from '#contracts/moment.ts';
import type { CellSpec, DeclaredCell } from '#domain/features/cell.ts';
import { foldingOf } from '#domain/features/folding.ts';
import { examplePlan } from './example-event.ts';

/** Events of one name, and of those only which meet the conditions. */
export function named(name: string, ...where: PropertyCondition[]): EventSelector {
  return { events: { by: 'name', names: [name] }, where };
}

export function meaning(of: Meaning, ...where: PropertyCondition[]): EventSelector {
  return { events: { by: 'meaning', meaning: of }, where };
}

export const anyActivity: EventSelector = { events: { by: 'activity' }, where: [] };

const exports: PropertyCondition = { property: 'feature', is: 'one of', values: ['export'] };
const seats = { from: 'property', property: 'seats', scale: 10 } as const;

/** One or two cells of each kind, over whatever the example plan knows. */
export const exampleSpecs: readonly CellSpec[] = [
  { kind: 'totals', of: named('Used', exports), sum: null },
  { kind: 'totals', of: anyActivity, sum: seats },
  { kind: 'days', of: anyActivity, sum: null, days: 28 },
  { kind: 'days', of: meaning('purchase'), sum: { from: 'money' }, days: 120 },
  { kind: 'days', of: named('Used'), sum: seats, days: 7 },
  { kind: 'half hours', of: anyActivity, days: 14 },
  { kind: 'recent', of: meaning('feature use'), keep: 5 },
  {
    kind: 'latest',
    settings: [
      { on: named('Used'), to: { from: 'property', property: 'feature', type: 'text' } },
      { on: meaning('cancellation'), to: { from: 'constant', value: true } },
      { on: named('Looked'), to: { from: 'property', property: 'seats', type: 'number' } },
      { on: anyActivity, to: { from: 'property', property: 'total', type: 'number' } },
      { on: named('Looked'), to: { from: 'constant', value: false } },
    ],
  },
  {
    kind: 'keyed',
    settings: [
      { on: named('Used'), to: seats },
      { on: meaning('ticket'), to: { from: 'constant', number: 1 } },
      { on: meaning('ticket resolved'), to: { from: 'constant', number: 0 } },
      { on: named('Used', exports), to: { from: 'constant', number: -1 } },
    ],
    key: 'feature',
    keep: 4,
  },
  { kind: 'keyed', settings: [{ on: anyActivity, to: seats }], key: null, keep: 1 },
  { kind: 'tally', of: named('Used'), property: 'feature', values: ['export', 'import', 'share'] },
  { kind: 'distinct', of: anyActivity, property: 'feature', keep: 4 },
  { kind: 'distinct', of: { events: { by: 'type', type: 'page' }, where: [] }, property: 'seats', keep: 16 },
];

export function declaredCells(specs: readonly CellSpec[]): DeclaredCell[] {
  return specs.map((spec, number) => ({ number, spec, subject: 'customer' }));
}

/** The example plan with a cell of each kind. */
export const cellFolding = foldingOf(examplePlan, declaredCells(exampleSpecs));
