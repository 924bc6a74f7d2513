import { expect, test } from 'vitest';
import { parseProfileItem, profileItem } from '#adapters/aws/profile-item.ts';
import type { AnnouncedWrite } from '#functions/announce/handler.ts';
import { readingStream } from '#functions/announce/reading-stream.ts';
import { announcedRecord } from './announced-records.ts';

const records = [1, 2, 3].map((version) => announcedRecord('ada', version, ['quiet']));
const streamed = records.map((record) => ({
  sequenceNumber: `sequence ${record.version}`,
  image: profileItem(record),
}));
const malformed = { sequenceNumber: 'malformed', image: { pk: { S: 'shop|ada' } } };

function createStream(resumeFrom: string | null = null) {
  const announced: AnnouncedWrite[] = [];
  const read = readingStream(parseProfileItem, async (writes) => {
    announced.push(...writes);
    return resumeFrom;
  });
  return { read, announced };
}

test('readingStream announces every profile that the stream brings', async () => {
  const { read, announced } = createStream();
  expect(await read(streamed)).toBeNull();
  expect(announced).toEqual(records.map((record) => ({ sequenceNumber: `sequence ${record.version}`, record })));
});

test('readingStream goes on from an item that it cannot read, and announces what came before it', async () => {
  const { read, announced } = createStream();
  expect(await read([...streamed.slice(0, 2), malformed, ...streamed.slice(2)])).toBe('malformed');
  expect(announced.map((write) => write.record.version)).toEqual([1, 2]);
});

test('readingStream goes on from what was not announced, where that comes before the item that it cannot read', async () => {
  const { read } = createStream('sequence 2');
  expect(await read([...streamed, malformed])).toBe('sequence 2');
});

test('readingStream throws when it cannot read the very first item', async () => {
  const { read, announced } = createStream();
  await expect(read([malformed, ...streamed])).rejects.toThrow('Cannot read');
  expect(announced).toEqual([]);
});

test('readingStream never skips an item of a layout that only newer code knows', async () => {
  const { read } = createStream();
  const newer = { sequenceNumber: 'newer', image: { ...streamed[2]?.image, body: { B: Uint8Array.of(77) } } };
  expect(await read([...streamed.slice(0, 2), newer])).toBe('newer');
});
