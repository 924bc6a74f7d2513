import { describe, expect, test } from 'vitest';
import { parseProfileItem, profileItem } from '#adapters/aws/profile-item.ts';
import { itemOfImage, type StreamImage, streamedWrite } from '#adapters/aws/stream-image.ts';
import { announcedRecord } from '../functions/announced-records.ts';

/** As Lambda hands an item over: binary values are base64 text. */
function asImage(item: ReturnType<typeof profileItem>): StreamImage {
  const entries = Object.entries(item).map(([name, { S, N, B }]) => {
    if (S !== undefined) return [name, { S }] as const;
    return [name, N === undefined ? { B: Buffer.from(B ?? []).toString('base64') } : { N }] as const;
  });
  return Object.fromEntries(entries);
}

describe('itemOfImage', () => {
  test('itemOfImage gives back the item of a profile, with its bytes', () => {
    const record = { ...announcedRecord('é|ada', 7, ['quiet']), wakeAtMs: 1 };
    const image = asImage(profileItem(record));
    expect(itemOfImage(image)).toEqual(profileItem(record));
    expect(parseProfileItem(itemOfImage(image))).toEqual(record);
  });

  test('itemOfImage refuses an attribute of a type that no item of ours has', () => {
    expect(() => itemOfImage({ sk: { S: 'profile' }, odd: { BOOL: true } })).toThrow(
      'Cannot read a stream record: the attribute "odd" is neither text nor number nor binary',
    );
  });
});

describe('streamedWrite', () => {
  test('streamedWrite gives the place and the image of a record', () => {
    const image = { sk: { S: 'profile' } };
    expect(streamedWrite({ dynamodb: { SequenceNumber: '7', NewImage: image } })).toEqual({
      sequenceNumber: '7',
      image,
    });
    expect(streamedWrite({ dynamodb: { SequenceNumber: '8' } })).toEqual({ sequenceNumber: '8', image: {} });
  });

  test('streamedWrite refuses a record without a place in the stream', () => {
    expect(() => streamedWrite({ eventID: 'e', dynamodb: {} })).toThrow(
      'Cannot read stream record e: it has no sequence number',
    );
  });
});
