import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { segmentSizeUnusualSchema } from '#contracts/segment-size-unusual.ts';
import type { SegmentSize, SegmentSizes } from '#contracts/segment-sizes.ts';
import { sizeBand } from '#domain/migrations/size-band.ts';
import { unusualSizes } from '#domain/migrations/unusual-sizes.ts';

const dayMs = 86_400_000;
const firstMs = Date.UTC(2026, 2, 1);

function survey(day: number, members: number, more: Partial<SegmentSize> = {}): SegmentSizes {
  const startedMs = firstMs + day * dayMs;
  const total = { profiles: 1_000, incomplete: 0, woken: 0, revenueMinor: null };
  const size: SegmentSize = {
    segment: 'at-risk',
    version: 1,
    subject: 'customer',
    members,
    heldBack: 0,
    notJudged: 0,
    revenueMinor: members * 100,
    announcedMembers: null,
    ...more,
  };
  return { schemaVersion: 1, startedMs, endedMs: startedMs, customers: total, accounts: total, segments: [size] };
}

const usualDays = [100, 104, 98, 101, 99, 103, 97, 102].map((members, day) => survey(day, members));
const told = (members: number, before = usualDays, more: Partial<SegmentSize> = {}) =>
  unusualSizes('shop', survey(before.length, members, more), before);

describe('sizeBand', () => {
  test('sizeBand is the median, more or less three robust deviations', () => {
    const wide = [100, 120, 80, 110, 90, 130, 70];
    expect(sizeBand(wide)).toEqual({ low: 100 - 3 * 1.4826 * 20, high: 100 + 3 * 1.4826 * 20, median: 100, days: 7 });
  });

  test('sizeBand is never narrower than 10 members and a tenth of what is usual', () => {
    expect(sizeBand(Array.from({ length: 9 }, () => 4))).toEqual({ low: 0, high: 14, median: 4, days: 9 });
    expect(sizeBand(Array.from({ length: 9 }, () => 1_000))).toMatchObject({ low: 900, high: 1_100 });
  });

  test('sizeBand says nothing of less than a week', () => {
    expect(sizeBand([1, 2, 3, 4, 5, 6])).toBeNull();
  });

  test('sizeBand holds at least half of the days that it follows from', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 7, maxLength: 28 }), (sizes) => {
        const band = sizeBand(sizes);
        if (band === null) throw new Error('a band');
        const within = sizes.filter((size) => size >= band.low && size <= band.high);
        expect(within.length).toBeGreaterThanOrEqual(sizes.length / 2);
      }),
    );
  });
});

describe('unusualSizes', () => {
  test('unusualSizes tells of a size beyond its band, with the band and the revenue that moved', () => {
    const [notice] = told(140);
    expect(notice).toEqual({
      id: `shop/segment/at-risk/${firstMs + 8 * dayMs}`,
      schemaVersion: 1,
      type: 'Segment Size Unusual',
      tenant: 'shop',
      occurredAt: '2026-03-09T00:00:00.000Z',
      segment: 'at-risk',
      segmentVersion: 1,
      subject: 'customer',
      members: 140,
      usual: { low: 90.45, high: 110.55, median: 100.5, days: 8 },
      revenueMinor: 14_000,
      revenueMovedMinor: 3_800,
    });
    expect(segmentSizeUnusualSchema.parse(notice)).toEqual(notice);
    expect(told(60)).toHaveLength(1);
  });

  test.each([90.5, 100, 110])('unusualSizes tells nothing of %d, which is within the band', (members) => {
    expect(told(members)).toEqual([]);
  });

  test('unusualSizes tells once when a size goes there, and again when it goes to the other side', () => {
    const gone = [...usualDays, survey(8, 140)];
    expect(told(141, gone)).toEqual([]);
    expect(told(50, gone)).toHaveLength(1);
  });

  test('unusualSizes tells nothing of tiny segments that double', () => {
    const tiny = Array.from({ length: 10 }, (_, day) => survey(day, 4));
    expect(told(12, tiny)).toEqual([]);
  });

  test('unusualSizes tells nothing where the definition is new, or some were not judged under it yet', () => {
    expect(told(500, usualDays, { version: 2 })).toEqual([]);
    expect(told(5, usualDays, { notJudged: 3 })).toEqual([]);
    expect(told(500, usualDays.slice(0, 6))).toEqual([]);
  });

  test('unusualSizes looks at the last survey of each of 28 days, in whatever order they come', () => {
    const last = Array.from({ length: 60 }, (_, day) => survey(day, day < 32 ? 10_000 : 100));
    const earlier = last.map((_, day) => survey(day, 5));
    const later = last.map((one) => ({ ...one, startedMs: one.startedMs + 3_600_000 }));
    for (const surveys of [[...earlier, ...later], [...later, ...earlier].toReversed()]) {
      expect(unusualSizes('shop', survey(60, 100), surveys)).toEqual([]);
      expect(unusualSizes('shop', survey(60, 140), surveys)).toMatchObject([{ usual: { median: 100, days: 28 } }]);
    }
  });
});
