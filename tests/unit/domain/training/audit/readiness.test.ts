import { describe, expect, test } from 'vitest';
import { finding } from '#domain/training/audit/finding.ts';
import { readinessOf } from '#domain/training/audit/readiness.ts';

const about = { check: 'one', title: 'One', verdict: 'warning', summary: '', advice: '' } as const;

describe('readinessOf', () => {
  test('readinessOf says yes where no check objects, and gives every reason once where one does', () => {
    const blocks = [
      { use: 'churn model', reason: 'too short' },
      { use: 'clusters', reason: 'too short' },
    ] as const;
    const findings = [finding({ ...about, blocks }), finding({ ...about, blocks: blocks.slice(0, 1) }), finding(about)];
    expect(readinessOf(findings)).toEqual([
      { use: 'rules', isReady: true, because: [] },
      { use: 'clusters', isReady: false, because: ['too short'] },
      { use: 'churn model', isReady: false, because: ['too short'] },
    ]);
  });
});
