import { type Item, text } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import type { StreamedWrite } from '#functions/announce/reading-stream.ts';
import type { StreamConsumption } from './event-sources.ts';
import type { Fleet, Outcome } from './fleet.ts';
import type { World } from './world.ts';

/** The stream of the customer table, with its consumer. */
export type SimulatedStream = {
  /** Takes the new image of an item that was written. */
  append(item: Item): void;
  readonly waiting: () => number;
};

/** Announces images; gives the sequence number to go on from, null when all is done. */
export type ImageHandler = (writes: readonly StreamedWrite<Item>[]) => Promise<string | null>;

type StreamRecord = StreamedWrite<Item> & { readonly writtenMs: number };
type Lane = { records: StreamRecord[]; isBusy: boolean; failures: number; isRepeat: boolean };

const firstPauseMs = 500;
const longestPauseMs = 60_000;

/** The same lane for the same customer. Source: FNV-1a, 32 bits. */
function laneOf(partition: string, lanes: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < partition.length; index += 1) {
    hash = Math.imul(hash ^ partition.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % lanes;
}

/** What the filter of the stream lets through: profiles with an outbox, of any layout. */
function isAnnouncing(item: Item): boolean {
  const hasOutbox = item['outbox']?.B !== undefined || item['outboxVersion']?.N !== undefined;
  return hasOutbox && text(item, 'sk') === profileSortKey;
}

/** How many records of a batch are done. */
function doneOf(batch: readonly StreamRecord[], outcome: Outcome<string | null>): number {
  if (outcome.kind !== 'answered') return 0;
  if (outcome.answer === null) return batch.length;
  const found = batch.findIndex((record) => record.sequenceNumber === outcome.answer);
  // A sequence number that is not in the batch is a failure of the whole batch.
  return Math.max(0, found);
}

/** Makes the stream: profile items with an outbox, in order for each customer, again until the announcer is through. */
export function createSimulatedStream(
  world: World,
  fleet: Fleet<ImageHandler>,
  consumption: StreamConsumption,
): SimulatedStream {
  const { scheduler, random, faults, latency, observer } = world;
  const lanes: Lane[] = Array.from({ length: consumption.lanes }, () => {
    return { records: [], isBusy: false, failures: 0, isRepeat: false };
  });
  let sequence = 0;

  const giveUpOld = (lane: Lane) => {
    const oldestMs = scheduler.nowMs() - consumption.maximumRecordAgeMs;
    const kept = lane.records.filter((record) => record.writtenMs >= oldestMs);
    if (kept.length < lane.records.length) {
      observer.warn('The stream gives up on records', { count: lane.records.length - kept.length });
    }
    lane.records = kept;
  };
  const settle = (lane: Lane, batch: readonly StreamRecord[], outcome: Outcome<string | null>) => {
    const done = doneOf(batch, outcome);
    const isThrough = done === batch.length;
    lane.isBusy = false;
    lane.isRepeat = isThrough && !lane.isRepeat && faults.happens('streamRepeat', 'repeated batch of', 'the stream');
    lane.failures = isThrough ? 0 : lane.failures + 1;
    if (!lane.isRepeat) lane.records.splice(0, done);
    const pauseMs = isThrough ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (lane.failures - 1));
    pump(lane, pauseMs + latency.network());
  };
  const work = (lane: Lane) => {
    giveUpOld(lane);
    if (lane.records.length === 0) {
      lane.isBusy = false;
      return;
    }
    // A batch that failed is cut in half, so that one bad record does not hold up all others.
    const size = Math.max(1, Math.floor(consumption.batchSize / 2 ** lane.failures));
    const batch = lane.records.slice(0, 1 + random.below(Math.min(size, lane.records.length)));
    fleet.invoke(
      (handle) => handle(batch),
      false,
      (outcome) => settle(lane, batch, outcome),
    );
  };
  const pump = (lane: Lane, delayMs: number) => {
    if (lane.isBusy || lane.records.length === 0) return;
    lane.isBusy = true;
    scheduler.after(delayMs, () => work(lane));
  };
  return {
    append(item) {
      if (!isAnnouncing(item)) return;
      sequence += 1;
      const lane = lanes[laneOf(text(item, 'pk'), consumption.lanes)];
      const sequenceNumber = String(sequence).padStart(21, '0');
      lane?.records.push({ sequenceNumber, image: item, writtenMs: scheduler.nowMs() });
      if (lane !== undefined) pump(lane, latency.network());
    },
    waiting: () => lanes.reduce((sum, lane) => sum + lane.records.length, 0),
  };
}
