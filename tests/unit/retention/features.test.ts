import { describe, expect, test } from 'vitest';
import type { CellSpec, Subject } from '#domain/features/cell.ts';
import { covers } from '#domain/features/covering-cell.ts';
import { plannedStateBytes } from '#domain/features/planned-state-bytes.ts';
import { requiredCells } from '#domain/features/required-cells.ts';
import { features } from '#retention/features.ts';

/** The cells of all features of a subject, without those that another covers. */
function cellsOf(subject: Subject): CellSpec[] {
  const specs = features.filter((feature) => feature.subject === subject).flatMap(requiredCells);
  return specs.filter(
    (spec, index) =>
      !specs.some((other, at) => at !== index && covers(other, spec) && (at < index || !covers(spec, other))),
  );
}

function plannedBytes(subject: Subject): number {
  return plannedStateBytes(cellsOf(subject).map((spec, number) => ({ number, spec, subject }))).total;
}

/** Of an item, beside its state: ids, segments, what rules alone ask for, in bytes. */
const fixedParts = 330;
const ofRules = 100;

describe('features', () => {
  test('features keep the names that rules, e-mails and reports know', () => {
    const names = features.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'recencyDays',
        'tenureDays',
        'daysSincePurchase',
        'daysSinceCart',
        'frequency',
        'ticketCount',
        'monetaryValue',
        'activities7',
        'activities28',
        'activities90',
        'purchases7',
        'purchases28',
        'purchases90',
        'money90',
        'activeDays28',
      ]),
    );
  });

  test('features of a busy customer leave room in one write unit for ids, segments, and cells of rules', () => {
    expect(plannedBytes('customer') + fixedParts + ofRules).toBeLessThanOrEqual(1_024);
  });

  test('features of a busy account leave room in two write units for ids, segments, and cells of rules', () => {
    expect(plannedBytes('account') + fixedParts + ofRules).toBeLessThanOrEqual(2_048);
  });
});
