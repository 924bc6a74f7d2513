import { describe, expect, test } from 'vitest';
import { startSilentSources } from '#domain/training/audit/silent-sources.ts';
import { dayMs, juneMs } from '../../example-event.ts';
import { auditedEvent, figureOf, found } from './audit-examples.ts';

/** Events of a source so many days before 1 June 2026. */
const daysAgo = (source: string, days: number[]) =>
  days.map((day) => auditedEvent({ timeMs: juneMs - day * dayMs }, { source }));

const daily = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => to + index);

describe('startSilentSources', () => {
  test('startSilentSources names a source that is silent far longer than its habit', () => {
    const report = found(startSilentSources, [...daysAgo('web', daily(30, 0)), ...daysAgo('till', daily(30, 9))]);
    expect(report).toMatchObject({ verdict: 'warning', blocks: [] });
    expect(report.examples).toEqual(['till: last event 2026-05-23, 9 days ago; usual gap 1 day, longest 1 day']);
  });

  test('startSilentSources has patience with a source that pauses often', () => {
    const weekly = daysAgo('newsletter', [70, 63, 56, 49, 42, 35, 28, 21, 14]);
    expect(found(startSilentSources, weekly)).toMatchObject({ verdict: 'ok' });
    expect(found(startSilentSources, daysAgo('newsletter', [92, 85, 78, 71, 64, 57, 22]))).toMatchObject({
      verdict: 'ok',
    });
  });

  test('startSilentSources blocks everything when all sources are silent', () => {
    const report = found(startSilentSources, daysAgo('shop', daily(900, 500)));
    expect(report.verdict).toBe('problem');
    expect(report.blocks.map((block) => block.use)).toEqual(['rules', 'clusters', 'churn model']);
    expect(report.advice).toContain('--as-of');
  });

  test('startSilentSources does not judge a source without a habit', () => {
    const report = found(startSilentSources, daysAgo('new', [400, 399]));
    expect(report.verdict).toBe('not applicable');
    expect(figureOf(report, 'sources without a habit yet')).toBe(1);
  });
});
