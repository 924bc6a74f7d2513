import { expect, test } from 'vitest';
import { readBatchItemFailures } from '#infra/local/event-sources/batch-item-failures.ts';

const read = (payload: string): string[] => [...readBatchItemFailures(payload, ['a', 'b', 'c'])];

test.each(['null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])(
  'readBatchItemFailures takes %s as success of all',
  (payload) => {
    expect(read(payload)).toEqual([]);
  },
);

test('readBatchItemFailures gives the items that are named', () => {
  expect(read('{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"b"}]}')).toEqual(['b']);
});

test.each([
  '"text"',
  '{"batchItemFailures":"b"}',
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"id":"b"}]}',
  '{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"stranger"}]}',
])('readBatchItemFailures takes %s as failure of all', (payload) => {
  expect(read(payload)).toEqual(['a', 'b', 'c']);
});
