import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { alignedRows } from '../text-table.ts';

/** How many events of one source were set aside for one reason, and one of their details. */
export type QuarantineCount = {
  readonly reason: QuarantinedEvent['reason'];
  readonly source: string;
  readonly events: number;
  readonly example: string;
};

/** Counts entries by reason and source, the most first. */
export async function countQuarantined(entries: AsyncIterable<QuarantinedEvent>): Promise<QuarantineCount[]> {
  const counts = new Map<string, QuarantineCount>();
  for await (const { reason, source, detail } of entries) {
    const key = JSON.stringify([reason, source]);
    const before = counts.get(key);
    counts.set(key, { reason, source, events: (before?.events ?? 0) + 1, example: before?.example ?? detail });
  }
  return [...counts.values()].sort(
    (a, b) => b.events - a.events || (a.reason + a.source < b.reason + b.source ? -1 : 1),
  );
}

/** The counts for people. */
export function renderCounts(tenant: string, counts: readonly QuarantineCount[]): string {
  if (counts.length === 0) return `No events of ${tenant} are set aside.`;
  const total = counts.reduce((sum, one) => sum + one.events, 0);
  const rows = counts.map((one) => [String(one.events), one.reason, one.source, one.example]);
  return [
    ...alignedRows([['events', 'reason', 'source', 'for example'], ...rows]),
    '',
    `${total} events of ${tenant} are set aside. See them with: quarantine list --reason REASON`,
  ].join('\n');
}
