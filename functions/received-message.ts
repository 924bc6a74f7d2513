/** A message as a handler sees it: its id, for the answer, and its body. */
export type ReceivedMessage = { readonly id: string; readonly body: string };

/** The ids of messages to hand out again; the others are done. */
export type FailedMessages = ReadonlySet<string>;
