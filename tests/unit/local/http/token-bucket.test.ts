import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenBucket } from '#infra/local/http/token-bucket.ts';

test('createTokenBucket lets a burst through, then the rate', () => {
  let nowMs = 0;
  const take = createTokenBucket({ burst: 3, ratePerSecond: 10 }, () => nowMs);
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  nowMs += 100;
  expect([take(), take()]).toEqual([true, false]);
  nowMs += 60_000;
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
});

test('createTokenBucket never lets more through than the burst and the refill allow', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 100 }),
      fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 }),
      (burst, ratePerSecond, gapsMs) => {
        let nowMs = 0;
        let passed = 0;
        const take = createTokenBucket({ burst, ratePerSecond }, () => nowMs);
        for (const gapMs of gapsMs) {
          nowMs += gapMs;
          if (take()) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(burst + (nowMs * ratePerSecond) / 1_000 + 1e-6);
      },
    ),
  );
});
