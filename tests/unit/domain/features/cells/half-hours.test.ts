import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isActiveIn, runsOf, withRun } from '#domain/features/cells/half-hour-runs.ts';
import { anyCellHistory } from '../../cell-histories.ts';
import { activitiesOf, cellOf } from '../../cell-of.ts';
import { anyActivity } from '../../example-cells.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';

const spec = { kind: 'half hours', of: anyActivity, days: 14 } as const;
const halfHourMs = dayMs / 48;
const june = juneMs / dayMs;

function halfHoursOf(found: ReturnType<typeof cellOf>): number[] {
  if (found?.kind !== 'half hours') return [];
  return found.days.flatMap((day) =>
    Array.from({ length: 48 }, (_, position) => position)
      .filter((position) => isActiveIn(day, position))
      .map((position) => day.day * 48 + position),
  );
}

describe('half hours', () => {
  test('halfHours keeps in which half hours of the newest days anything happened', () => {
    fc.assert(
      fc.property(anyCellHistory, (events) => {
        const all = [...new Set(activitiesOf(events).map((event) => Math.floor(event.timeMs / halfHourMs)))];
        const newestDay = Math.floor(Math.max(...all) / 48);
        const expected = all.filter((one) => Math.floor(one / 48) > newestDay - 14).toSorted((a, b) => a - b);
        expect(halfHoursOf(cellOf(spec, events))).toEqual(expected);
      }),
    );
  });

  test.each([
    ['midnight', 0, { before: 1, after: 0 }],
    ['the last millisecond of the first half hour', halfHourMs - 1, { before: 1, after: 0 }],
    ['half past midnight', halfHourMs, { before: 2, after: 0 }],
    ['the last millisecond before noon', dayMs / 2 - 1, { before: 1 << 23, after: 0 }],
    ['noon', dayMs / 2, { before: 0, after: 1 }],
    ['the last millisecond of the day', dayMs - 1, { before: 0, after: 1 << 23 }],
  ])('halfHours puts %s into the half hour that it lies in', (_, sinceMidnightMs, bits) => {
    const found = cellOf(spec, [exampleEvent({ timeMs: juneMs + sinceMidnightMs })]);
    expect(found).toEqual({ kind: 'half hours', days: [{ day: june, ...bits }] });
  });

  test('halfHours gives the same when the same half hour comes again', () => {
    const event = exampleEvent();
    expect(cellOf(spec, [event, event])).toEqual(cellOf(spec, [event]));
  });
});

const anyBits = fc.integer({ min: 0, max: 2 ** 24 - 1 });

describe('runsOf and withRun', () => {
  test('withRun puts a day together again from its runs', () => {
    fc.assert(
      fc.property(anyBits, anyBits, (before, after) => {
        const day = { day: june, before, after };
        expect(runsOf(day).reduce(withRun, { day: june, before: 0, after: 0 })).toEqual(day);
      }),
    );
  });

  test('runsOf joins what goes on over noon, and finds a whole day as one run', () => {
    expect(runsOf({ day: june, before: 3 << 22, after: 1 })).toEqual([{ start: 22, length: 3 }]);
    const all = 2 ** 24 - 1;
    expect(runsOf({ day: june, before: all, after: all })).toEqual([{ start: 0, length: 48 }]);
  });
});
