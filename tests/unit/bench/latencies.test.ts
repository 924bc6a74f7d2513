import { expect, test } from 'vitest';
import { latenciesOf } from '../../../bench/local-stack/latencies.ts';

test('latenciesOf measures from the answer to the write and to the transition, and never below nothing', () => {
  const report = {
    seconds: 1,
    processorSeconds: 1,
    accepted: 3,
    quarantined: 0,
    requestMs: [4, 8],
    answeredMs: new Map([
      ['request-1', 1_000],
      ['request-2', 1_100],
    ]),
    lastAnsweredMs: new Map([
      ['customer-1', 1_100],
      ['customer-2', 1_000],
      ['never-written', 1_000],
    ]),
  };
  const written = new Map([
    ['customer-1', 1_130],
    // The answer crossed the wire more slowly than the event did.
    ['customer-2', 999],
  ]);
  const announcedMs = new Map([['request-2', 1_150]]);
  expect(latenciesOf({ report, announcedMs }, written)).toEqual({
    requestMs: { p50: 4, p99: 8 },
    writtenMs: { p50: 0, p99: 30 },
    announcedMs: { p50: 50, p99: 50 },
  });
});
