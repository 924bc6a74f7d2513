import type { QuarantinedEvent } from '#contracts/quarantine.ts';

/** The id of the event that an entry holds; its content can be cut, so it is looked for in the text. */
export function eventIdIn(entry: QuarantinedEvent): string | null {
  return /"(?:messageId|id)":"([^"]+)"/.exec(entry.content)?.[1] ?? null;
}

/** The events (`eventKey`) that were set aside for a reason. */
export function quarantinedIds(entries: readonly QuarantinedEvent[], reason: QuarantinedEvent['reason']): Set<string> {
  return new Set(
    entries.filter((entry) => entry.reason === reason).map((entry) => `${entry.tenant}|${eventIdIn(entry)}`),
  );
}
