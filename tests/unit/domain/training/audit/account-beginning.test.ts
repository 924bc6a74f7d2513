import { describe, expect, test } from 'vitest';
import { activity, signup } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { accountBeginning, betterBeginning } from '#domain/training/audit/account-beginning.ts';
import { exampleEvent, juneMs } from '../../example-event.ts';

const plan = trackingPlan([signup('Signed Up'), activity('Looked')]);
const identify = (properties: Record<string, string | number>) =>
  accountBeginning(plan, exampleEvent({ type: 'identify', properties }));

describe('accountBeginning', () => {
  test.each<[string, string | number]>([
    ['createdAt', '2026-06-01T00:00:00Z'],
    ['created_at', '2026-06-01'],
    ['createdAt', juneMs],
    ['signup_date', juneMs / 1000],
  ])('accountBeginning reads the trait %s of %s', (name, value) => {
    expect(identify({ [name]: value })).toEqual({ kind: 'createdAt trait', timeMs: juneMs });
  });

  test('accountBeginning falls back to the first identify where the trait says nothing', () => {
    expect(identify({ createdAt: 'soon' })).toEqual({ kind: 'first identify', timeMs: exampleEvent().timeMs });
  });

  test('accountBeginning takes an event that means signup, and no other', () => {
    const { timeMs } = exampleEvent();
    expect(accountBeginning(plan, exampleEvent({ name: 'Signed Up' }))).toEqual({ kind: 'signup event', timeMs });
    expect(accountBeginning(plan, exampleEvent({ name: 'Looked' }))).toBeNull();
  });
});

describe('betterBeginning', () => {
  test('betterBeginning trusts the trait before the signup, and of equals the earlier', () => {
    const trait = { kind: 'createdAt trait', timeMs: 9 } as const;
    const signedUp = { kind: 'signup event', timeMs: 1 } as const;
    expect(betterBeginning(signedUp, trait)).toBe(trait);
    expect(betterBeginning(trait, { ...trait, timeMs: 3 })).toEqual({ ...trait, timeMs: 3 });
    expect(betterBeginning(null, signedUp)).toBe(signedUp);
    expect(betterBeginning(null, null)).toBeNull();
  });
});
