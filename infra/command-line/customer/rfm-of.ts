import type { ProfileRecord } from '#contracts/profile-record.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { Rfm } from '#domain/training/rfm-clusters.ts';

/**
 * A customer's recency, frequency and monetary value of purchases, returns taken off; null if nothing was bought. One that
 * only has history is looked at as of the time that it was judged under.
 */
export function rfmOf(record: ProfileRecord, nowMs: number): Rfm | null {
  const { totals } = decodeState(record.state);
  const purchases = totals.get('purchase');
  if (purchases === undefined) return null;
  const atMs = record.clock === 'replay' ? record.judgedMs : Math.max(nowMs, record.judgedMs);
  return {
    recencyDays: Math.max(0, atMs - purchases.lastMs) / dayMs,
    frequency: purchases.count,
    monetary: (purchases.sumMinor - (totals.get('refund')?.sumMinor ?? 0)) / 100,
  };
}
