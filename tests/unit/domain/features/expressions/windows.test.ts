import { describe, expect, test } from 'vitest';
import { activeDaysWithin, countWithin, sumWithin } from '#domain/features/builders/counts.ts';
import { sessions, sessionsPerWeek, shareInHours, shareOnWeekdays } from '#domain/features/builders/rhythm.ts';
import { activity, event, meaning } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';
import { eventsAt, readingOf } from './reading-examples.ts';

const hourMs = dayMs / 24;
const noonMs = juneMs + dayMs / 2;

describe('countWithin', () => {
  const events = eventsAt('Looked', [noonMs, noonMs + 1, noonMs + 2 * dayMs, noonMs + 3 * dayMs]);

  test.each([
    [1, 0, 1],
    [2, 0, 2],
    [4, 0, 4],
    [7, 0, 4],
    [1, 3, 2],
    [2, 1, 1],
    [7, 4, 0],
  ])('countWithin of %i days that ended %i days ago counts whole UTC days', (days, endingDaysAgo, expected) => {
    const within = countWithin(activity(), days, { endingDaysAgo });
    expect(readingOf(events, within, juneMs + 3 * dayMs).value).toBe(expected);
  });

  test('countWithin holds until the midnight at which the first day of the window leaves', () => {
    const reading = readingOf(events, countWithin(activity(), 7), noonMs + 3 * dayMs);
    expect(reading).toEqual({ value: 4, perMs: 0, untilMs: juneMs + 7 * dayMs });
    expect(readingOf(events, countWithin(activity(), 7), juneMs + 10 * dayMs).untilMs).toBeNull();
  });

  test('countWithin holds until the midnight at which a day enters a window that ended days ago', () => {
    const reading = readingOf(events, countWithin(activity(), 1, { endingDaysAgo: 5 }), noonMs + 4 * dayMs);
    expect(reading).toEqual({ value: 0, perMs: 0, untilMs: juneMs + 5 * dayMs });
  });

  test('countWithin lets an event of a clock that runs ahead wait for its day', () => {
    const nowMs = juneMs - 60_000;
    const [early] = eventsAt('Looked', [juneMs]);
    const reading = readingOf(early === undefined ? [] : [early], countWithin(activity(), 7), nowMs);
    expect(reading).toEqual({ value: 0, perMs: 0, untilMs: juneMs });
  });
});

describe('sumWithin', () => {
  test('sumWithin adds up money in major units', () => {
    const events = [
      exampleEvent({ id: '1', name: 'Bought', timeMs: noonMs, properties: { total: 30 } }),
      exampleEvent({ id: '2', name: 'Bought', timeMs: noonMs + dayMs, properties: { total: 12.5 } }),
    ];
    expect(readingOf(events, sumWithin(meaning('purchase'), money, 7), noonMs + dayMs).value).toBe(42.5);
    expect(readingOf(events, sumWithin(meaning('purchase'), money, 1), noonMs + dayMs).value).toBe(12.5);
  });
});

describe('activeDaysWithin', () => {
  test('activeDaysWithin counts days, however much happened on them', () => {
    const events = eventsAt('Looked', [noonMs, noonMs + 1, noonMs + 5 * dayMs]);
    expect(readingOf(events, activeDaysWithin(activity(), 28), noonMs + 6 * dayMs).value).toBe(2);
  });
});

describe('sessions', () => {
  test.each([
    ['nothing', [], 0],
    ['one event', [0], 1],
    ['two in one half hour', [0, 0.49], 1],
    ['two in neighbouring half hours', [0, 0.99], 1],
    ['two with a whole quiet half hour between', [0, 1], 2],
    ['a run over noon', [11.5, 12], 1],
    ['a run over midnight', [23.5, 24], 1],
    ['events around a quiet midnight', [23, 24], 2],
  ])('sessions in %s', (_, hours, expected) => {
    const events = eventsAt(
      'Looked',
      hours.map((hour) => juneMs + hour * hourMs),
    );
    expect(readingOf(events, sessions(activity(), 7), juneMs + 2 * dayMs).value).toBe(expected);
  });

  test('sessions that began before the window count from its first midnight on', () => {
    const events = eventsAt('Looked', [juneMs - 1, juneMs]);
    const reading = readingOf(events, sessions(activity(), 7), juneMs + 6 * dayMs);
    expect(reading).toEqual({ value: 1, perMs: 0, untilMs: juneMs + 7 * dayMs });
  });

  test('sessionsPerWeek is the mean of the weeks', () => {
    const events = eventsAt('Looked', [juneMs, juneMs + 3 * dayMs, juneMs + 9 * dayMs]);
    expect(readingOf(events, sessionsPerWeek(activity(), 2), juneMs + 10 * dayMs).value).toBe(1.5);
  });
});

describe('shareOnWeekdays', () => {
  test('shareOnWeekdays is the share of events; 1 June 2026 is a Monday', () => {
    const events = eventsAt('Looked', [noonMs, noonMs + 5 * dayMs, noonMs + 6 * dayMs, noonMs + 6 * dayMs]);
    const nowMs = noonMs + 6 * dayMs;
    expect(readingOf(events, shareOnWeekdays(activity(), 28, 'saturday', 'sunday'), nowMs).value).toBe(0.75);
    expect(readingOf(events, shareOnWeekdays(activity(), 28, 'monday'), nowMs).value).toBe(0.25);
    expect(readingOf([], shareOnWeekdays(activity(), 28, 'monday'), nowMs).value).toBeNull();
  });
});

describe('shareInHours', () => {
  test.each([
    [22, 6, 0.5],
    [0, 24, 1],
    [12, 13, 0.25],
    [6, 12, 0],
  ])('shareInHours from %i to %i o’clock of 1, 12, 18 and 23 o’clock', (from, to, expected) => {
    const events = eventsAt(
      'Looked',
      [1, 12, 18, 23].map((hour) => juneMs + hour * hourMs),
    );
    expect(readingOf(events, shareInHours(event('Looked'), 7, { from, to }), juneMs + dayMs).value).toBe(expected);
  });
});
