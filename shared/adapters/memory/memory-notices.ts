import type { SegmentSizeUnusual } from '#contracts/segment-size-unusual.ts';
import type { NoticePublisher } from '#ports/notice-publisher.ts';

/** Notices in memory, to look at. */
export function createMemoryNotices(): NoticePublisher & { readonly published: () => readonly SegmentSizeUnusual[] } {
  const published: SegmentSizeUnusual[] = [];
  return {
    publish: async (notices) => {
      published.push(...notices);
    },
    published: () => [...published],
  };
}
