/** A message as a handler sees it. */
export type ReceivedMessage = {
  /** For the answer. */
  readonly id: string;
  readonly body: string;
  /** The id that it had when it was sent first: moved back from the dead letters, a message gets another one. */
  readonly firstId: string;
  /** When it was sent first, in milliseconds since 1970: the same however often it is delivered or moved back. */
  readonly sentMs: number;
};

/** The ids of messages to hand out again; the others are done. */
export type FailedMessages = ReadonlySet<string>;
