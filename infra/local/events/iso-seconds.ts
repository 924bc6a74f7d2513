/** ISO 8601 in UTC with whole seconds, as AWS writes event times: `2026-01-31T12:00:00Z`. `atMs`: Unix milliseconds. */
export const isoSeconds = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;
