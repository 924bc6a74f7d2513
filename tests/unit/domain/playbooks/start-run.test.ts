import { describe, expect, test } from 'vitest';
import { playbook } from '#domain/playbooks/playbook.ts';
import { runIdOf, startRun } from '#domain/playbooks/start-run.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { declared, facts, started, stay, transition, winBack } from './playing.ts';

function decide(about = facts(), latest: ReturnType<typeof started> | null = null, nowMs = juneMs) {
  return startRun(winBack, transition, about, latest, nowMs);
}

describe('startRun', () => {
  test('startRun starts a run that is due at once and carries the reason', () => {
    expect(decide()).toEqual({
      kind: 'start',
      run: {
        schemaVersion: 1,
        id: 'win-back#000000000007',
        tenant: 'shop',
        customerId: 'ada',
        playbook: 'win-back',
        playbookVersion: 1,
        version: 0,
        arm: 'treated',
        startedMs: juneMs,
        transitionId: 'shop/ada/7/quiet',
        correlationId: 'request-1',
        why: 'number of orders is at least 0 times',
        step: 0,
        status: 'running',
        ended: null,
        wakeAtMs: juneMs,
        outbox: [],
      },
    });
  });

  test('startRun skips a customer who has left the segment meanwhile', () => {
    expect(decide(facts({ memberships: ['rich'] }))).toEqual({ kind: 'skip', reason: 'has left quiet meanwhile' });
  });

  test.each([
    ['a later write began the present stay', { enteredVersion: 9, heldBack: false }, 'skip'],
    ['an earlier write began the present stay', { enteredVersion: 6, heldBack: false }, 'skip'],
    ['its own write began the present stay, whatever the time', { enteredVersion: 7, sinceMs: 0 }, 'start'],
    ['an older layout names the time of another write', { enteredVersion: 0, sinceMs: juneMs + 1 }, 'skip'],
    ['an older layout names the time of its write', { enteredVersion: 0, heldBack: false }, 'start'],
  ])('startRun decides about a customer where %s', (_what, about, kind) => {
    const memberships = new Map([
      ['quiet', { ...stay, ...about }],
      ['rich', { ...stay, enteredVersion: 3, heldBack: false }],
    ]);
    const decision = decide({ ...facts(), memberships });
    expect(decision.kind).toBe(kind);
    if (kind === 'skip') expect(decision).toEqual({ kind, reason: 'has left quiet meanwhile, and entered it anew' });
  });

  test('startRun skips a customer who is not in the segments asked for besides', () => {
    expect(decide(facts({ memberships: ['quiet'] }))).toEqual({ kind: 'skip', reason: 'is not in rich' });
  });

  test('startRun skips a customer who had a run within the rest, and not after it', () => {
    const reason = 'had run win-back#000000000007 within 30 days';
    expect(decide(facts(), started(), juneMs + 30 * dayMs - 1)).toEqual({ kind: 'skip', reason });
    expect(decide(facts(), started(), juneMs + 30 * dayMs).kind).toBe('start');
  });

  test('startRun says whose run it was, where the rest is that of a visitor who became the customer', () => {
    const visitorRun = { ...started(), customerId: 'anonymous:x' };
    const reason = 'had run win-back#000000000007 within 30 days, as anonymous:x';
    expect(decide(facts(), visitorRun, juneMs + 30 * dayMs - 1)).toEqual({ kind: 'skip', reason });
    expect(decide(facts(), visitorRun, juneMs + 30 * dayMs).kind).toBe('start');
  });

  test('startRun gives held-out customers a run as well', () => {
    const heldOut = playbook('win-back', { ...declared, holdoutShare: 0.999_999 });
    expect(startRun(heldOut, transition, facts(), null, juneMs)).toMatchObject({
      kind: 'start',
      run: { arm: 'holdout' },
    });
  });

  test('runIdOf gives the same transition the same run, and sorts by version', () => {
    expect(runIdOf(winBack, 7)).toBe('win-back#000000000007');
    expect(runIdOf(winBack, 9) < runIdOf(winBack, 10)).toBe(true);
  });
});
