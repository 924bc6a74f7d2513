/** What a client said about time, in milliseconds; null where it said nothing. */
export type ClientTimes = { readonly originalMs: number | null; readonly sentMs: number | null };

/**
 * When an event happened, by our clock: received − (sent − original), which takes out the error of the client's clock
 * (Segment tracking specification, "Common fields: timestamps"). Without `sent` the client's time is believed; without
 * `original` it happened when it was received. Never in the future; below 0, which no event may be, where the client's time
 * is before 1970 and nothing corrects it.
 */
export function correctTime(client: ClientTimes, receivedMs: number): number {
  if (client.originalMs === null) return receivedMs;
  const corrected = client.sentMs === null ? client.originalMs : receivedMs - (client.sentMs - client.originalMs);
  return Math.min(corrected, receivedMs);
}
