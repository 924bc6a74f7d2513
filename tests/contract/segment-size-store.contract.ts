import { describe, expect, test } from 'vitest';
import type { SegmentSizes } from '#contracts/segment-sizes.ts';
import type { SegmentSizeStore } from '#ports/segment-size-store.ts';
import { startMs } from './example-records.ts';
import { walkPages } from './walk-pages.ts';

const sizes = (startedMs: number, members = 3): SegmentSizes => {
  const total = { profiles: 10, incomplete: 1, woken: 2, revenueMinor: 12_345 };
  return {
    schemaVersion: 1,
    startedMs,
    endedMs: startedMs + 1_000,
    customers: total,
    accounts: { ...total, revenueMinor: null },
    segments: [
      {
        segment: 'at-risk',
        version: 2,
        subject: 'customer',
        members,
        heldBack: 1,
        notJudged: 0,
        revenueMinor: -500,
        announcedMembers: members,
      },
    ],
  };
};

/** What every store of segment sizes does, whatever it is made of. */
export function describeSegmentSizeStore(name: string, open: () => Promise<SegmentSizeStore>): void {
  describe(name, () => {
    test(`${name} latest gives what the survey that began last has counted, and null before the first`, async () => {
      const store = await open();
      expect(await store.latest('shop')).toBeNull();
      for (const ms of [startMs + 2, startMs, startMs + 1]) await store.put('shop', sizes(ms));
      expect(await store.latest('shop')).toEqual(sizes(startMs + 2));
      expect(await store.latest('sho')).toBeNull();
    });

    test(`${name} put of a survey that is there already takes its place`, async () => {
      const store = await open();
      await store.put('shop', sizes(startMs, 3));
      await store.put('shop', sizes(startMs, 4));
      expect(await walkPages(2, (page) => store.list('shop', page))).toEqual([sizes(startMs, 4)]);
    });

    test(`${name} list gives the surveys of a tenant over its pages, the latest first`, async () => {
      const store = await open();
      const all = [0, 1, 2, 3, 4].map((ms) => sizes(startMs + ms));
      for (const one of all) await store.put('shop', one);
      await store.put('shop2', sizes(startMs));
      expect(await walkPages(2, (page) => store.list('shop', page))).toEqual(all.toReversed());
    });
  });
}
