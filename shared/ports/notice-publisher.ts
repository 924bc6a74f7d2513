import type { SegmentSizeUnusual } from '#contracts/segment-size-unusual.ts';

/** Puts what concerns no single customer on the bus. */
export interface NoticePublisher {
  /** Publishes all of them, or throws; whoever publishes again publishes some twice. */
  publish(notices: readonly SegmentSizeUnusual[]): Promise<void>;
}
