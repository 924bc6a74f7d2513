import type { JsonObject } from '#contracts/json.ts';
import type { UnitBytes } from './event-bytes.ts';

/** What surrounds an item: whose it is, when it came, what the batch says for all. */
export type ItemSurroundings = {
  readonly tenant: string;
  readonly source: string;
  readonly receivedMs: number;
  /** Under `replay`, history is taken in: no event is too late. */
  readonly clock: 'live' | 'replay';
  /** When the batch was sent, by the sender's clock. */
  readonly sentAt: string | null;
  readonly context: JsonObject;
  readonly integrations: JsonObject;
  /** Size of that context and those integrations as JSON: they become a part of every event of the batch. */
  readonly sharedBytes: number;
  /** What is known of the texts of the request. */
  readonly unitBytes: UnitBytes;
  /** The id that the event gets if it brings none. */
  readonly fallbackId: string;
};

/** What surrounds an item that came without a batch. */
export function alone(
  about: Pick<ItemSurroundings, 'tenant' | 'source' | 'receivedMs' | 'clock'>,
  fallbackId: string,
): ItemSurroundings {
  return { ...about, sentAt: null, context: {}, integrations: {}, sharedBytes: 0, unitBytes: 6, fallbackId };
}
