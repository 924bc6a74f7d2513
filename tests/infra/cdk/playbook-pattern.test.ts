import { describe, expect, test } from 'vitest';
import { playbookPattern } from '#infra/stacks/playbook-pattern.ts';

const allEntries = { source: ['holdfast'], detailType: ['Segment Entered'], detail: { mode: ['live'] } };

describe('playbookPattern', () => {
  test('playbookPattern names the segments that start a playbook, each once, in the same order whatever theirs', () => {
    const playbooks = [{ segment: 'slipping-away' }, { segment: 'at-risk' }, { segment: 'slipping-away' }];
    expect(playbookPattern(playbooks)).toEqual({
      ...allEntries,
      detail: { mode: ['live'], segment: ['at-risk', 'slipping-away'] },
    });
    expect(playbookPattern(playbooks.toReversed())).toEqual(playbookPattern(playbooks));
  });

  test('playbookPattern names no segment where no playbook is declared, for an empty list would be refused', () => {
    expect(playbookPattern([])).toEqual(allEntries);
  });

  test('playbookPattern names no segment where they would not fit one rule', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ segment: `segment-${String(index).padStart(32, '0')}` }));
    const named = playbookPattern(many(40));
    expect(named.detail).toHaveProperty('segment');
    expect(JSON.stringify(named).length).toBeLessThan(2_048);
    expect(playbookPattern(many(60))).toEqual(allEntries);
  });
});
