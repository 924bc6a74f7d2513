import { describe, expect, test } from 'vitest';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { advance, recordOf, visit } from './advancing.ts';

const asOfMs = juneMs + 3 * dayMs;
const runningMs = juneMs + 100 * dayMs;
const history = { mode: 'replay', asOfMs } as const;
const liveRecord = recordOf(advance({ events: [visit('a')] }));

function wake(record: ProfileRecord, nowMs: number) {
  return advance({ record, nowMs, correlationId: 'wake' });
}

describe('advanceProfile under its clocks', () => {
  test('advanceProfile judges live events by the running clock', () => {
    expect(liveRecord).toMatchObject({ clock: 'live', judgedMs: juneMs + dayMs });
  });

  test('advanceProfile judges history by its own time, and never has it woken', () => {
    const record = recordOf(advance({ events: [visit('a')], clock: history, nowMs: runningMs }));
    expect(record).toMatchObject({ clock: 'replay', judgedMs: asOfMs, wakeAtMs: null });
    expect(Object.keys(record.memberships)).toEqual(['busy']);
    expect(record.outbox?.mode).toBe('replay');
  });

  test('advanceProfile never goes back in time, live or in history', () => {
    const earlier = advance({ record: liveRecord, events: [visit('b')], nowMs: juneMs });
    expect(recordOf(earlier).judgedMs).toBe(liveRecord.judgedMs);
    const replayed = recordOf(advance({ events: [visit('a')], clock: history }));
    const before = { mode: 'replay', asOfMs: asOfMs - dayMs } as const;
    expect(recordOf(advance({ record: replayed, events: [visit('b')], clock: before })).judgedMs).toBe(asOfMs);
  });

  test('advanceProfile keeps a live customer live when history arrives, and marks what it finds as replay', () => {
    const history2 = { mode: 'replay', asOfMs: juneMs } as const;
    const purchases = ['p', 'q'].map((id) => ({ ...visit(id), name: 'Bought', properties: { total: 1 } }));
    const record = recordOf(
      advance({ record: liveRecord, events: purchases, clock: history2, nowMs: juneMs + 2 * dayMs }),
    );
    expect(record).toMatchObject({ clock: 'live', judgedMs: juneMs + 2 * dayMs });
    expect(record.outbox).toMatchObject({ mode: 'replay', changes: [{ kind: 'entered', segment: 'buyer' }] });
  });

  test('advanceProfile takes history without a time of its own under the running clock, and contacts nobody', () => {
    const record = recordOf(advance({ events: [visit('a')], clock: { mode: 'replay', asOfMs: null } }));
    expect(record).toMatchObject({ clock: 'live', judgedMs: juneMs + dayMs });
    expect(record.wakeAtMs).not.toBeNull();
    expect(record.outbox?.mode).toBe('replay');
  });

  test.each([
    ['live', 'live', asOfMs + dayMs],
    ['replay', 'replay', asOfMs],
  ] as const)(
    'advanceProfile, taking a %s profile in with history, makes the customer %s',
    (clock, expected, judgedMs) => {
      const absorbed = [{ customerId: 'anonymous:x', state: liveRecord.state, clock }];
      const record = recordOf(advance({ absorbed, events: [visit('b')], clock: history, nowMs: asOfMs + dayMs }));
      expect(record).toMatchObject({ clock: expected, judgedMs, outbox: { mode: 'replay' } });
      expect(record.wakeAtMs === null).toBe(expected === 'replay');
    },
  );

  test('advanceProfile makes a customer of history live with its first live event', () => {
    const replayed = recordOf(advance({ events: [visit('a')], clock: history }));
    const record = recordOf(advance({ record: replayed, events: [visit('b', runningMs)], nowMs: runningMs }));
    expect(record).toMatchObject({ clock: 'live', judgedMs: runningMs });
    expect(record.wakeAtMs).not.toBeNull();
  });
});

describe('advanceProfile and its wake-up', () => {
  // The next change of a customer seen on 1 June is at most the 8th, when 7 quiet days are over.
  const seventhDayMs = juneMs + 7 * dayMs;

  test('advanceProfile asks to be woken no later than the next change', () => {
    expect(liveRecord.wakeAtMs).toBeGreaterThan(liveRecord.judgedMs);
    expect(liveRecord.wakeAtMs).toBeLessThanOrEqual(seventhDayMs);
  });

  test('advanceProfile leaves a stored wake-up alone that is still to come and not too late', () => {
    const storedMs = juneMs + 2 * dayMs;
    const record = { ...liveRecord, wakeAtMs: storedMs };
    const later = advance({ record, events: [visit('b', juneMs + dayMs)], nowMs: juneMs + dayMs });
    expect(recordOf(later).wakeAtMs).toBe(storedMs);
  });

  test('advanceProfile moves a stored wake-up that would come too late', () => {
    const record = { ...liveRecord, wakeAtMs: juneMs + 500 * dayMs };
    expect(recordOf(advance({ record, events: [visit('b')] })).wakeAtMs).toBeLessThanOrEqual(seventhDayMs);
  });

  test('advanceProfile sets a wake-up anew that is past', () => {
    const record = { ...liveRecord, wakeAtMs: juneMs + dayMs };
    expect(recordOf(advance({ record, events: [visit('b')] })).wakeAtMs).toBeGreaterThan(juneMs + dayMs);
  });

  test('advanceProfile writes nothing when it is woken too early and nothing has changed', () => {
    expect(liveRecord.wakeAtMs).not.toBeNull();
    expect(wake(liveRecord, (liveRecord.wakeAtMs ?? 0) - 1)).toMatchObject({ record: null, applied: 0 });
  });

  test('advanceProfile sees by the wake-up alone that seven quiet days are over', () => {
    const record = recordOf(wake(liveRecord, seventhDayMs));
    expect(record.version).toBe(2);
    expect(Object.keys(record.memberships)).toEqual(['quiet']);
    expect(record.outbox).toMatchObject({ mode: 'live', correlationId: 'wake', cause: { kind: 'time' } });
    expect(record.outbox?.changes.filter((change) => change.kind !== 'risk')).toEqual([
      { kind: 'exited', segment: 'busy', segmentVersion: 1, takenIn: null, leaf: { position: 0, before: 1, after: 7 } },
      {
        kind: 'entered',
        segment: 'quiet',
        segmentVersion: 1,
        takenIn: null,
        leaf: { position: 0, before: 1, after: 7 },
      },
    ]);
    expect(record.memberships['quiet']).toEqual({
      sinceMs: seventhDayMs,
      version: 1,
      enteredVersion: 2,
      heldBack: false,
    });
  });

  test('advanceProfile rests for ever once nothing can change by itself any more', () => {
    const record = recordOf(wake(liveRecord, juneMs + 5_000 * dayMs));
    expect(record.wakeAtMs).toBeNull();
    expect(wake(record, juneMs + 6_000 * dayMs).record).toBeNull();
  });

  test('advanceProfile writes nothing when a customer is woken who does not exist', () => {
    expect(advance({}).record).toBeNull();
  });
});
