/** The message attribute with the id that a message had before it was moved back from a dead-letter queue. */
export const firstIdAttribute = 'holdfast-first-id';

/** The message attribute with the time, in milliseconds since 1970, at which such a message was sent first. */
export const firstSentAttribute = 'holdfast-first-sent-ms';
