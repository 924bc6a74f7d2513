import { shortestRetryPauseSeconds } from './function-limits.ts';

/** How the event queue is consumed: how many messages at once, gathered for how long, and hidden for how long. */
export interface EventConsumption {
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly visibilityTimeoutSeconds: number;
}

/** The longest window that Lambda takes. Source: API reference of Lambda, `MaximumBatchingWindowInSeconds`. */
export const longestWindowSeconds = 300;

/** Messages of a batch that nothing is gathered for: the most that Lambda takes without a window. */
const batchSizeAtOnce = 10;

/**
 * Messages of a batch that is gathered. Lambda takes up to 10,000 and 6 MB; whichever comes first ends the window early. The
 * more, the more events of a customer meet in one write. At 20 events of 0.8 KB a message, 6 MB come first, at about 300
 * messages, escaped as they are. This number bounds the rest, such as wake-ups, each of up to 50 customers: 20,000 in a batch.
 *
 * The most work that fits into 6 MB is 21,000 events of 300 bytes, each of another customer. Measured with 20,000 of them
 * in one batch, a customer takes 0.8 ms of a core and the batch 0.2 GB; 1,024 MB buy 0.58 of a core: some 29 s, of the 60 s
 * that profile has.
 */
const gatheredBatchSize = 400;

/**
 * How long a message of the event queue is hidden once it was received, before its window.
 *
 * It is also the pause before a message that failed is tried again, and with that the only pause of a table that
 * throttles: profile asks it once for each write and gives the message back. A message received every 360 s is received
 * at most twice in any 10 minutes, so that a table which throttles everything for 10 minutes sees at most two requests for
 * each write; and its five receives span 24 minutes, so that it outlives them and does not become a dead letter.
 *
 * The window comes on top, because it passes while the message is hidden already. Two tries are then at least 360 s
 * apart, and three more than 720 s, also if the first waited for its whole window and the last for none.
 */
const hiddenSeconds = shortestRetryPauseSeconds;

/** How the event queue is consumed under a window of 0 to `longestWindowSeconds` seconds; 0 gathers nothing. */
export function eventConsumption(windowSeconds: number): EventConsumption {
  return {
    batchSize: windowSeconds === 0 ? batchSizeAtOnce : gatheredBatchSize,
    windowSeconds,
    visibilityTimeoutSeconds: hiddenSeconds + windowSeconds,
  };
}
