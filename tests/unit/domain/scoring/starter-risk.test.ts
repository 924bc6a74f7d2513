import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latestTimeMs } from '#contracts/time.ts';
import { nextBandChangeMs, starterRisk, starterRiskRule, usualGap } from '#domain/scoring/starter-risk.ts';
import { exampleRisk } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { histories, stateOf, timesWithin } from '../histories.ts';

const { kind: _, ...knobs } = exampleRisk;

/** Active on the days 0, 4 and 8 of June, with 300 spent. */
const habitual = stateOf([
  exampleEvent({ id: '0', timeMs: juneMs }),
  exampleEvent({ id: '4', timeMs: juneMs + 4 * dayMs, name: 'Bought', properties: { total: 300 } }),
  exampleEvent({ id: '8', timeMs: juneMs + 8 * dayMs }),
]);

/** Declared rules of many shapes. */
const rules = fc
  .record({
    expectedGapDays: fc.double({ min: 0.5, max: 60, noNaN: true }),
    shrinkageGaps: fc.double({ min: 0.1, max: 20, noNaN: true }),
    halfRiskGaps: fc.double({ min: 0.1, max: 20, noNaN: true }),
    halfRiskActiveDays: fc.double({ min: 0.1, max: 20, noNaN: true }),
    halfRiskMoney: fc.double({ min: 0.1, max: 1_000, noNaN: true }),
    split: fc.tuple(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 100 }),
    ),
    bands: fc.uniqueArray(
      fc.oneof(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.constantFrom(1 - 1e-6, 1 - 1e-10, 1 - 1e-14)),
      { minLength: 2, maxLength: 2 },
    ),
  })
  .map(({ split: [recency, frequency, monetary], bands, ...rest }) => {
    const sum = recency + frequency + monetary;
    const [mediumFrom = 0, highFrom = 0] = bands.toSorted((a, b) => a - b);
    const weights = { recency: recency / sum, frequency: frequency / sum, monetary: monetary / sum };
    return starterRiskRule({ version: 1, ...rest, weights, mediumFrom, highFrom });
  });

const past = histories({ days: 120, maxEvents: 40 });
const nows = timesWithin(juneMs - 5 * dayMs, 1_000);

describe('starterRisk', () => {
  test('starterRisk shrinks the usual gap: two own gaps of 4 days and two expected of 10 make 7', () => {
    expect(usualGap(exampleRisk, habitual)).toEqual({ gapDays: 7, activeDays: 3 });
    const risk = starterRisk(exampleRisk, habitual, juneMs + 22 * dayMs);
    // 14 quiet days are 2 usual gaps: recency ½; 4/(4+3) for frequency; 100/(100+300) for money.
    expect(risk.score).toBeCloseTo(0.7 * 0.5 + (0.2 * 4) / 7 + 0.1 * 0.25, 12);
    expect(risk).toMatchObject({ band: 'medium', usualGapDays: 7, activeDays: 3 });
  });

  test('starterRisk claims nothing about a customer without activity', () => {
    const refunded = stateOf([exampleEvent({ name: 'Returned', properties: { total: 1 } })]);
    expect(starterRisk(exampleRisk, refunded, juneMs)).toMatchObject({ score: null, band: 'unknown', activeDays: 0 });
    expect(nextBandChangeMs(exampleRisk, refunded, juneMs)).toBeNull();
  });

  test('starterRisk lies within 0 and 1 and only rises between events', () => {
    fc.assert(
      fc.property(rules, past, nows, nows, (rule, events, a, b) => {
        const state = stateOf(events);
        const early = starterRisk(rule, state, Math.min(a, b));
        const late = starterRisk(rule, state, Math.max(a, b));
        fc.pre(early.score !== null && late.score !== null);
        expect(early.score).toBeGreaterThanOrEqual(0);
        expect(late.score).toBeLessThanOrEqual(1 + 1e-12);
        expect(late.score).toBeGreaterThanOrEqual(early.score ?? 1);
      }),
    );
  });
});

describe('nextBandChangeMs', () => {
  test('nextBandChangeMs is a lower bound: the band stays as it is until then', () => {
    fc.assert(
      fc.property(rules, past, nows, fc.double({ min: 0, max: 1, noNaN: true }), (rule, events, nowMs, share) => {
        const state = stateOf(events);
        const { band } = starterRisk(rule, state, nowMs);
        const next = nextBandChangeMs(rule, state, nowMs);
        if (next !== null) expect(next).toBeGreaterThan(nowMs);
        const untilMs = (next ?? latestTimeMs) - 1;
        for (const atMs of [nowMs + Math.floor((untilMs - nowMs) * share), untilMs - 1, untilMs]) {
          if (atMs > nowMs) expect(starterRisk(rule, state, atMs).band).toBe(band);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  test('nextBandChangeMs leads to the change within a few looks', () => {
    fc.assert(
      fc.property(rules, past, nows, (rule, events, nowMs) => {
        const state = stateOf(events);
        const { band } = starterRisk(rule, state, nowMs);
        let atMs: number | null = nowMs;
        for (let looks = 0; looks < 8 && atMs !== null && starterRisk(rule, state, atMs).band === band; looks += 1) {
          atMs = nextBandChangeMs(rule, state, atMs);
        }
        if (atMs !== null) expect(starterRisk(rule, state, atMs).band).not.toBe(band);
      }),
      { numRuns: 2_000 },
    );
  });

  test('nextBandChangeMs is never once the risk is high', () => {
    expect(starterRisk(exampleRisk, habitual, juneMs + 300 * dayMs).band).toBe('high');
    expect(nextBandChangeMs(exampleRisk, habitual, juneMs + 300 * dayMs)).toBeNull();
  });
});

describe('starterRiskRule', () => {
  test.each([
    ['weights that do not add up to 1', { weights: { recency: 0.7, frequency: 0.2, monetary: 0.2 } }],
    ['a negative weight', { weights: { recency: 1.2, frequency: -0.3, monetary: 0.1 } }],
    ['bands that do not rise', { mediumFrom: 0.6, highFrom: 0.6 }],
    ['a band at 0', { mediumFrom: 0 }],
    ['an expected gap of 0 days', { expectedGapDays: 0 }],
    ['no shrinkage at all', { shrinkageGaps: 0 }],
    ['a half-risk of 0 gaps', { halfRiskGaps: 0 }],
    ['a half-risk of −1 active days', { halfRiskActiveDays: -1 }],
    ['a half-risk that is no number', { halfRiskMoney: Number.NaN }],
    ['a version below 1', { version: 0 }],
  ])('starterRiskRule refuses %s', (_what, change) => {
    expect(() => starterRiskRule({ ...knobs, ...change })).toThrow('Cannot declare the risk rule');
  });
});
