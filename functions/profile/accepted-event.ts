import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';

/** An event of a batch that will be counted, with what it came with. */
export type AcceptedEvent = {
  /** The message that it came in. */
  readonly messageId: string;
  readonly event: CanonicalEvent;
  readonly source: string;
  readonly correlationId: string;
  readonly clock: ClockMode;
};
