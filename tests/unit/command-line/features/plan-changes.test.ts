import { describe, expect, test } from 'vitest';
import type { RetentionLock } from '#contracts/retention-lock.ts';
import { propertyIs } from '#domain/features/builders/conditions.ts';
import { countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity, event } from '#domain/features/builders/select.ts';
import { lockOf } from '#domain/lock-of.ts';
import { type Declarations, defineRetention } from '#domain/retention-definitions.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { planChanges } from '#infra/command-line/features/plan-changes.ts';
import { renderFeaturePlan } from '#infra/command-line/features/render-plan-changes.ts';
import { tableWidth } from '#infra/command-line/wrapped-rows.ts';
import { exampleDeclarations } from '../../functions/example-retention.ts';

const exported = event('Report Used', propertyIs('action', 'export'));
const uses1 = feature('uses', countWithin(activity(), 28), { description: 'what was done in 28 days' });
const uses2 = feature('uses', countWithin(exported, 28), { description: 'exports', version: 2, previous: uses1 });
const exports90 = feature('exports90', countWithin(exported, 90), { description: 'exports in 90 days' });
const keen1 = segment('keen', { version: 1, description: 'Exports.', rule: atLeast(exports90, 1) });
const keen2 = segment('keen', {
  version: 2,
  description: 'Exports.',
  rule: atLeast(exports90, 5),
  takeIn: 'announced',
});

function declaring(more: Partial<Pick<Declarations, 'features' | 'segments' | 'retiredSegments'>>): Declarations {
  const { features, segments } = exampleDeclarations;
  return {
    ...exampleDeclarations,
    features: [...features, ...(more.features ?? [])],
    segments: [...segments, ...(more.segments ?? [])],
    retiredSegments: more.retiredSegments ?? [],
  };
}

function changes(declared: Declarations, lock: RetentionLock) {
  return planChanges(defineRetention(declared, lock), lock);
}

const locked = lockOf(declaring({ features: [uses1] }), null);

describe('planChanges', () => {
  test('planChanges finds nothing where the lock has all that is declared', () => {
    expect(changes(declaring({ features: [uses1] }), locked)).toMatchObject({ definitions: [], cells: [] });
  });

  test('planChanges tells what is new from what has another version, and which cells come for it', () => {
    const { definitions, cells, sizes } = changes(declaring({ features: [uses2, exports90] }), locked);
    expect(definitions).toEqual([
      {
        ...{ what: 'feature', change: 'changed', name: 'uses', version: 2, lockedVersion: 1, newCells: [0] },
        ...{
          forOthers: 'v1 until filled',
          sentence: 'number of "Report Used" with action export in 28 days',
        },
      },
      {
        ...{ what: 'feature', change: 'new', name: 'exports90', version: 1, lockedVersion: null, newCells: [0] },
        ...{ forOthers: 'once filled', sentence: 'number of "Report Used" with action export in 90 days' },
      },
    ]);
    expect(cells).toMatchObject([{ change: 'comes', number: 0, subject: 'customer' }]);
    const [size] = sizes;
    expect((size?.after ?? 0) - (size?.before ?? 0)).toBeGreaterThanOrEqual(cells[0]?.bytes ?? Number.NaN);
  });

  test('planChanges says of a feature that reads what profiles keep anyway that it is right at once', () => {
    const days = feature('activeWeek', countWithin(activity(), 7), { description: 'what was done in a week' });
    const { definitions, cells } = changes(declaring({ features: [uses1, days] }), locked);
    expect(definitions).toMatchObject([{ name: 'activeWeek', forOthers: 'at once', newCells: [] }]);
    expect(cells).toEqual([]);
  });

  test('planChanges says how those are told of whom an edited segment finds', () => {
    const before = lockOf(declaring({ features: [exports90], segments: [keen1] }), locked);
    const { definitions } = changes(declaring({ features: [exports90], segments: [keen2] }), before);
    expect(definitions.find(({ name }) => name === 'keen')).toMatchObject({
      ...{ change: 'changed', version: 2, lockedVersion: 1, forOthers: 'are announced' },
      sentence: 'exports in 90 days are at least 5',
    });
  });

  test('planChanges names what is not declared any more, with the cells that go and the stays that go on', () => {
    const before = lockOf(declaring({ features: [exports90], segments: [keen1] }), null);
    const gone = changes(declaring({}), before);
    expect(gone.definitions).toMatchObject([
      { what: 'feature', change: 'gone', name: 'exports90' },
      { what: 'segment', change: 'gone', name: 'keen', forOthers: expect.stringContaining('stays go on') },
    ]);
    expect(gone.cells).toMatchObject([{ change: 'goes', number: 0 }]);
    const retired = changes(declaring({ retiredSegments: ['keen'] }), before).definitions;
    expect(retired).toMatchObject([{}, { name: 'keen', forOthers: expect.stringContaining('retired') }]);
  });
});

describe('renderFeaturePlan', () => {
  const plan = (declared: Declarations, isUpToDate: boolean) =>
    renderFeaturePlan({ ...changes(declared, locked), isUpToDate, isWritten: false, deployment: null });

  test('renderFeaturePlan says what to do next, within the width of a terminal', () => {
    const text = plan(declaring({ features: [uses2, exports90], segments: [keen1] }), false);
    expect(text).toContain('uses       v1 → v2  v1 until filled');
    expect(text).toContain('npm run -s holdfast -- features plan --write');
    expect(text).toContain('npm run -s holdfast -- features backfill');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(tableWidth);
  });

  test('renderFeaturePlan says that there is nothing to do', () => {
    expect(plan(declaring({ features: [uses1] }), true)).toContain('nothing: what is declared is what the lock has');
  });

  test('renderFeaturePlan says what filling takes, where a deployment was asked', () => {
    const survey = {
      ...{ profiles: 2_000, isWhole: true, incomplete: 1_500, writeUnits: 1_600, earliestMs: 0, beforeArchive: 3 },
    };
    const archive = { objects: 40, compressedBytes: 5_000_000, firstDay: '2026-01-02', lastDay: '2026-02-01' };
    const cost = { objectsRead: 40, profilesRead: 2_000, writeUnits: 1_600, dollars: 0.5 };
    const text = renderFeaturePlan({
      ...changes(declaring({ features: [uses1] }), locked),
      ...{ isUpToDate: true, isWritten: false, deployment: { tenant: 'shop', survey, archive, cost } },
    });
    expect(text).toContain('2,000, of which 1,500 lack something that is declared');
    expect(text).toContain('3 of those that lack something have events from before its first day');
    expect(text).toContain('about $0.50 at list price');
    expect(text).toContain('fills what profiles lack from the archive');
  });
});
