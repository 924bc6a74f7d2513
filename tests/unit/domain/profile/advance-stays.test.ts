import { describe, expect, test } from 'vitest';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { type AdvanceInput, advanceProfile } from '#domain/profile/advance-profile.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { noNumbers, numbersIn } from '#domain/segments/number-set.ts';
import { lessThan, segment } from '#domain/segments/rule-builders.ts';
import { quietDays } from '../example-definitions.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { input, recordOf, visit } from './advancing.ts';
import { defining } from './judging.ts';

const fresh = segment('fresh', {
  version: 1,
  description: 'Seen within two days, until seen for five.',
  rule: lessThan(quietDays, 2),
  staysWhile: lessThan(quietDays, 5),
});
const definitions = defining([fresh]);

function advanced(told: Partial<AdvanceInput>): ReturnType<typeof advanceProfile> {
  return advanceProfile(definitions, input(told));
}

const first = recordOf(advanced({ events: [visit('a')], nowMs: juneMs }));

/** What a wake-up at a time makes of a record; null where it writes nothing. */
function woken(record: ProfileRecord, nowMs: number): ProfileRecord | null {
  return advanced({ record, nowMs }).record;
}

describe('advanceProfile and stays', () => {
  test('advanceProfile is woken when somebody begins to be held back, and counts it in the outbox', () => {
    expect(first.wakeAtMs).toBe(juneMs + 2 * dayMs);
    const held = woken(first, juneMs + 2 * dayMs);
    expect(held?.memberships).toMatchObject({ fresh: { sinceMs: juneMs, heldBack: true } });
    expect(held?.outbox?.changes).toContainEqual({
      kind: 'held back',
      segment: 'fresh',
      segmentVersion: 1,
      by: 'threshold',
    });
    expect(held?.wakeAtMs).toBe(juneMs + 5 * dayMs);
  });

  test('advanceProfile writes that somebody is held back no longer, and says nothing of it', () => {
    const held = recordOf(advanced({ record: first, nowMs: juneMs + 2 * dayMs }));
    const back = recordOf(
      advanced({ record: held, events: [visit('b', juneMs + 2 * dayMs)], nowMs: juneMs + 2 * dayMs }),
    );
    expect(back.memberships).toMatchObject({ fresh: { sinceMs: juneMs, heldBack: false } });
    expect(back.outbox?.changes.filter(({ kind }) => kind !== 'risk') ?? []).toEqual([]);
  });

  test('advanceProfile writes nothing where a wake-up comes too early, or twice', () => {
    expect(woken(first, juneMs + dayMs)).toBeNull();
    const held = recordOf(advanced({ record: first, nowMs: juneMs + 2 * dayMs }));
    expect(woken(held, juneMs + 2 * dayMs)).toBeNull();
  });

  test('advanceProfile writes at a wake-up that a definition was judged for the first time, also where nothing changed', () => {
    const unjudged = { ...first, judged: noNumbers };
    const record = woken(unjudged, juneMs + dayMs);
    expect(record).toMatchObject({ version: 2, outbox: null, memberships: first.memberships });
    expect(numbersIn(record?.judged ?? noNumbers)).toEqual([0]);
  });

  test('advanceProfile keeps what another profile has told, always writes it, and names it as the cause', () => {
    const relations = { members: null, accounts: [{ accountId: 'acme', version: 2, segments: [] }] };
    const cause = { kind: 'relation', customerId: 'account:acme', profileVersion: 2 } as const;
    const record = recordOf(advanced({ record: first, told: { relations, cause }, nowMs: juneMs + 5 * dayMs }));
    expect(record).toMatchObject({ version: 2, relations, outbox: { cause } });
    const next = recordOf(advanced({ record, events: [visit('b', juneMs + 5 * dayMs)], nowMs: juneMs + 5 * dayMs }));
    expect(next.relations).toEqual(relations);
    const nobody = recordOf(advanced({ told: { relations, cause } }));
    expect(decodeState(nobody.state).events).toBe(0);
  });
});
