import { describe, expect, test } from 'vitest';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { RetentionLock } from '#contracts/retention-lock.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { lockOf } from '#domain/lock-of.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { lessThan, segment } from '#domain/segments/rule-builders.ts';
import { orders, quietDays, spent } from '../example-definitions.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { input, recordOf, visit } from './advancing.ts';
import { defining } from './judging.ts';

const hourMs = 3_600_000;
const features = [quietDays, orders, spent];
const about = { description: 'For a test.' };
const lasting = segment('lasting', { ...about, version: 1, rule: lessThan(quietDays, 30) });
const fresh = segment('fresh', { ...about, version: 1, rule: lessThan(quietDays, 2) });
const fresher = segment('fresh', { ...about, version: 2, rule: lessThan(quietDays, 1) });
const brief = segment('brief', { ...about, version: 1, rule: lessThan(quietDays, 0.5) });

const lockBefore: RetentionLock = lockOf({ features, segments: [lasting, fresh] }, null);
const older = defining([lasting, fresh], {}, lockBefore);

function newerWith(...segments: SegmentDefinition[]): RetentionDefinitions {
  const declared = [lasting, ...segments];
  return defining(declared, {}, lockOf({ features, segments: declared }, lockBefore));
}

/** A customer who was just seen, as newer code left the profile. */
function judgedBy(newer: RetentionDefinitions): ProfileRecord {
  return recordOf(advanceProfile(newer, input({ events: [visit('first')], nowMs: juneMs })));
}

describe('advanceProfile beside newer code', () => {
  test.each([
    ['has another version', newerWith(fresher), 1],
    ['alone has the segment', newerWith(fresh, brief), 0.5],
  ])(
    'advanceProfile has newer code look again soon where that %s, when older code was woken',
    (_, newer, changeDays) => {
      const record = judgedBy(newer);
      const changeMs = juneMs + changeDays * dayMs;
      // What wakes a profile may come before the change itself.
      expect(record.wakeAtMs).toBeLessThanOrEqual(changeMs);
      const woken = recordOf(advanceProfile(older, input({ record, nowMs: changeMs })));
      expect(woken.wakeAtMs).toBeGreaterThan(changeMs);
      expect(woken.wakeAtMs).toBeLessThanOrEqual(changeMs + hourMs);
      const seen = recordOf(advanceProfile(newer, input({ record: woken, nowMs: woken.wakeAtMs ?? 0 })));
      expect(seen.outbox?.changes).toMatchObject([{ kind: 'exited' }]);
    },
  );

  test('advanceProfile has newer code look again soon after older code has counted an event', () => {
    const record = judgedBy(newerWith(fresh, brief));
    const nowMs = juneMs + 60_000;
    const counted = recordOf(advanceProfile(older, input({ record, events: [visit('second', nowMs)], nowMs })));
    expect(counted.wakeAtMs).toBeLessThanOrEqual(nowMs + hourMs);
  });

  test('advanceProfile looks no earlier than it must at what no newer code has judged', () => {
    const record = judgedBy(older);
    const nowMs = juneMs + hourMs;
    const counted = recordOf(advanceProfile(older, input({ record, events: [visit('second', nowMs)], nowMs })));
    expect(counted.wakeAtMs).toBe(record.wakeAtMs);
  });
});
