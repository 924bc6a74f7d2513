import { describe, expect, test } from 'vitest';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { exportLine, readMended } from '#infra/command-line/quarantine/quarantine-export.ts';

const entry: QuarantinedEvent = {
  tenant: 'shop',
  id: 'a1',
  reason: 'schema',
  detail: 'properties.total must be an amount of money: missing',
  source: 'web',
  receivedMs: Date.UTC(2026, 0, 1),
  content: '{"type":"track","event":"Order Completed","userId":"ada"}',
};

describe('exportLine', () => {
  test('exportLine gives what readMended reads, with the content as an object', () => {
    expect(readMended(`${exportLine(entry)}\n\n`, 'f')).toEqual([
      { id: 'a1', reason: 'schema', content: { type: 'track', event: 'Order Completed', userId: 'ada' } },
    ]);
  });

  test('exportLine gives content that was cut as the text that it is', () => {
    expect(readMended(exportLine({ ...entry, content: '{"a":"xx' }), 'f')[0]?.content).toBe('{"a":"xx');
  });
});

describe('readMended', () => {
  test.each([
    ['{"id":1', 'Cannot read f: line 2 is no JSON'],
    ['{"reason":"schema","content":{}}', 'Cannot read f: line 2: id: '],
    ['{"id":"x","reason":"moon","content":{}}', 'Cannot read f: line 2: reason: '],
  ])('readMended names the line of %s', (line, problem) => {
    expect(() => readMended(`${exportLine(entry)}\n${line}\n`, 'f')).toThrow(problem);
  });
});
