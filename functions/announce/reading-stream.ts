import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Announce, AnnouncedWrite } from './handler.ts';
import { readInOrder } from './read-in-order.ts';

/** One write of a profile before it is read; what an image is depends on where the stream comes from. */
export type StreamedWrite<Image> = { readonly sequenceNumber: string; readonly image: Image };

/**
 * Announces what a stream brings. An image that is malformed, or of a layout that only newer code knows, is never skipped:
 * those before it are announced, and it comes again with all behind it. Throws when it is the very first.
 */
export function readingStream<Image>(readRecord: (image: Image) => ProfileRecord, announce: Announce) {
  return async (streamed: readonly StreamedWrite<Image>[]): Promise<string | null> => {
    const { read, stoppedAt } = readInOrder(
      streamed,
      ({ sequenceNumber, image }): AnnouncedWrite => ({ sequenceNumber, record: readRecord(image) }),
    );
    return (await announce(read)) ?? stoppedAt;
  };
}
