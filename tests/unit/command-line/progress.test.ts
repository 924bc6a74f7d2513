import { describe, expect, test, vi } from 'vitest';
import { createProgress, progressText } from '#infra/command-line/progress.ts';

describe('progressText', () => {
  const work = { unit: 'rows', hasShare: true, total: 1_000, done: 250, units: 5_000 };

  test('progressText says how many, how fast, and how long it still takes by the share that is done', () => {
    expect(progressText(work, 2_000)).toEqual({ amount: '5,000 rows', rate: '2,500/s', left: '6 s left' });
  });

  test('progressText counts what is done where that is what the total is told in', () => {
    const events = { ...work, unit: 'events', hasShare: false };
    expect(progressText(events, 1_000)).toEqual({ amount: '250 of 1,000 events', rate: '250/s', left: '3 s left' });
  });

  test.each([
    [{ done: 0 }, 1_000, 'time left unknown'],
    [{ done: 1_000 }, 1_000, '0 s left'],
    [{ done: 1_100 }, 1_000, '0 s left'],
    [{ done: 1 }, 1_000, '17 min left'],
    [{ done: 1 }, 60_000, '16 h 39 min left'],
  ])('progressText of %j after %i ms says "%s"', (changed, elapsedMs, left) => {
    expect(progressText({ ...work, ...changed }, elapsedMs).left).toBe(left);
  });
});

describe('createProgress', () => {
  test('createProgress writes a line every ten seconds where there is no terminal', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const notes: string[] = [];
      const progress = createProgress({ isInteractive: false, result: () => {}, note: (text) => notes.push(text) });
      progress.begin('Checking', { unit: 'rows', share: 'bytes' }, 1_000);
      for (let second = 1; second <= 25; second += 1) {
        vi.advanceTimersByTime(1_000);
        progress.advance(20);
        progress.count(100);
      }
      progress.end();
      progress.advance(20);
      expect(notes).toEqual([
        'Checking: 20 %, 900 rows, 90/s, 40 s left',
        'Checking: 40 %, 1,900 rows, 95/s, 30 s left',
      ]);
    } finally {
      vi.useRealTimers();
    }
  });
});
