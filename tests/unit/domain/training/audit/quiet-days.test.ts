import { describe, expect, test } from 'vitest';
import { startQuietDays } from '#domain/training/audit/quiet-days.ts';
import { dayMs, juneMs } from '../../example-event.ts';
import { auditedEvent, figureOf, found } from './audit-examples.ts';

/** One event on each of the `count` days before 1 June 2026 (a Monday) that are wanted, 1 = 31 May. */
const onDays = (count: number, wanted: (daysAgo: number, weekday: number) => boolean) =>
  Array.from({ length: count }, (_, index) => index + 1)
    .filter((ago) => wanted(ago, new Date(juneMs - ago * dayMs).getUTCDay()))
    .map((ago) => auditedEvent({ timeMs: juneMs - ago * dayMs }));

describe('startQuietDays', () => {
  test('startQuietDays does not miss days of the week on which nothing is ever open', () => {
    const report = found(
      startQuietDays,
      onDays(120, (_, weekday) => weekday !== 0 && weekday !== 6),
    );
    expect(report.verdict).toBe('ok');
    expect(figureOf(report, 'never open on')).toBe('Sundays, Saturdays');
    expect(figureOf(report, 'days without events')).toBe(0);
  });

  test('startQuietDays tells when a gap was, and how many open days it had', () => {
    const report = found(
      startQuietDays,
      onDays(60, (ago) => ago < 11 || ago > 14),
    );
    expect(report).toMatchObject({ verdict: 'warning', examples: ['2026-05-18 to 2026-05-21 (4 days)'] });
  });

  test('startQuietDays says nothing of events that are rare by habit', () => {
    expect(
      found(
        startQuietDays,
        onDays(100, (ago) => ago % 5 === 0),
      ),
    ).toMatchObject({ verdict: 'not applicable' });
    expect(found(startQuietDays, [])).toMatchObject({ verdict: 'not applicable' });
  });
});
