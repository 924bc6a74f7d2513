import { describe, expect, test } from 'vitest';
import type { Arm, Outcome } from '#contracts/outcome.ts';
import { readout } from '#domain/measurement/readout.ts';

function outcomes(arm: Arm, succeeded: number, runs: number, playbook = 'win-back'): Outcome[] {
  return Array.from({ length: runs }, (_, index) => ({
    id: `${arm}-${index}`,
    tenant: 'shop',
    customerId: `c${index}`,
    playbook,
    runId: `r${index}`,
    arm,
    startedMs: 0,
    measuredMs: 1,
    succeeded: index < succeeded,
    goal: 'activity within 14 days',
  }));
}

describe('readout', () => {
  test('readout gives Newcombe’s published interval for 56 of 70 against 48 of 80', () => {
    // Newcombe (1998), table II, contrast (a), method 10: 0.0524 to 0.3339.
    const { uplift } = readout('win-back', [...outcomes('treated', 56, 70), ...outcomes('holdout', 48, 80)]);
    expect(uplift?.points).toBeCloseTo(0.2, 12);
    expect(uplift?.low).toBeCloseTo(0.0524, 4);
    expect(uplift?.high).toBeCloseTo(0.3339, 4);
  });

  test('readout claims nothing while an arm has fewer than 30 runs', () => {
    const treated = outcomes('treated', 10, 100);
    expect(readout('win-back', [...treated, ...outcomes('holdout', 1, 29)])).toEqual({
      playbook: 'win-back',
      treated: { runs: 100, succeeded: 10 },
      holdout: { runs: 29, succeeded: 1 },
      uplift: null,
    });
    expect(readout('win-back', [...treated, ...outcomes('holdout', 1, 30)]).uplift).not.toBeNull();
    expect(readout('win-back', []).uplift).toBeNull();
  });

  test('readout stays within −1 and 1 when everybody or nobody succeeds', () => {
    const certain = readout('win-back', [...outcomes('treated', 40, 40), ...outcomes('holdout', 0, 40)]).uplift;
    expect(certain?.points).toBe(1);
    expect(certain?.high).toBeCloseTo(1, 12);
    expect(certain?.low).toBeGreaterThan(0.8);
    const same = readout('win-back', [...outcomes('treated', 40, 40), ...outcomes('holdout', 40, 40)]).uplift;
    expect(same?.low).toBeLessThan(0);
    expect(same?.high).toBeGreaterThan(0);
  });

  test('readout turns its signs when the arms are exchanged', () => {
    const one = readout('win-back', [...outcomes('treated', 56, 70), ...outcomes('holdout', 48, 80)]).uplift;
    const other = readout('win-back', [...outcomes('treated', 48, 80), ...outcomes('holdout', 56, 70)]).uplift;
    expect(other?.points).toBeCloseTo(-(one?.points ?? 0), 12);
    expect(other?.low).toBeCloseTo(-(one?.high ?? 0), 12);
    expect(other?.high).toBeCloseTo(-(one?.low ?? 0), 12);
  });

  test('readout counts the runs of its own playbook alone', () => {
    const mixed = [...outcomes('treated', 1, 5), ...outcomes('treated', 9, 9, 'other')];
    expect(readout('win-back', mixed).treated).toEqual({ runs: 5, succeeded: 1 });
  });
});
