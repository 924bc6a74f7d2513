import { expect, test } from 'vitest';
import { compileFilters, filterableQueueRecord } from '#infra/local/event-sources/filter-criteria.ts';

test('compileFilters lets a record pass when any filter matches, and all when there is none', () => {
  const passes = compileFilters({
    Filters: [{ Pattern: '{"body":{"kind":["track"]}}' }, { Pattern: '{"body":[{"prefix":"plain"}]}' }],
  });
  expect(passes(filterableQueueRecord('{"kind":"track"}'))).toBe(true);
  expect(passes(filterableQueueRecord('{"kind":"page"}'))).toBe(false);
  expect(passes(filterableQueueRecord('plain text'))).toBe(true);
  expect(passes(filterableQueueRecord('{broken'))).toBe(false);
  expect(compileFilters(undefined)(filterableQueueRecord('anything'))).toBe(true);
});
