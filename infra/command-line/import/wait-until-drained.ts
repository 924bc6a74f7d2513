/** How many messages a queue holds: waiting, being worked on, or put off. */
export type QueueDepth = () => Promise<number>;

/** Reads of 0 in a row that are believed: SQS only gives approximate numbers. */
const emptyReads = 2;

export type DrainSettings = {
  readonly depth: QueueDepth;
  readonly timeoutSeconds: number;
  readonly intervalMs: number;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
  /** Called with every depth that was read. */
  readonly onDepth: (messages: number) => void;
};

/**
 * Waits until a queue has been worked off. Returns how many messages are left: 0, or more when the time is over or the
 * signal has fired.
 */
export async function waitUntilDrained(settings: DrainSettings): Promise<number> {
  const endsMs = settings.nowMs() + settings.timeoutSeconds * 1000;
  let empty = 0;
  for (;;) {
    const messages = await settings.depth();
    settings.onDepth(messages);
    empty = messages === 0 ? empty + 1 : 0;
    if (empty >= emptyReads) return 0;
    if (settings.nowMs() >= endsMs || settings.signal.aborted) return messages;
    await settings.pause(settings.intervalMs);
  }
}
