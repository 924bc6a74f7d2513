import { decodeState } from '#domain/profile/state-layout.ts';
import type { Deed } from '../workload/sim-event.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { centsOf, isActivity } from './naive-facts.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

/** Events, money and the times of activity, counted without any code of the fold. */
export function naiveTotals(deeds: readonly Deed[]): string {
  let [events, cents] = [0, 0];
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const deed of deeds) {
    events += 1;
    if (deed.name === 'Order Completed') cents += centsOf(deed);
    if (deed.name === 'Order Refunded') cents -= centsOf(deed);
    if (!isActivity(deed)) continue;
    firstMs = Math.min(firstMs, deed.timeMs);
    lastMs = Math.max(lastMs, deed.timeMs);
  }
  return `${events} events, ${cents} cents, active from ${firstMs} to ${lastMs}`;
}

/** The same as a stored state has it. */
export function storedTotals(bytes: Uint8Array): string {
  const { events, totals } = decodeState(bytes);
  const cents = (totals.get('purchase')?.sumMinor ?? 0) - (totals.get('refund')?.sumMinor ?? 0);
  const activity = totals.get('activity');
  const firstMs = activity?.firstMs ?? Number.POSITIVE_INFINITY;
  const lastMs = activity?.lastMs ?? Number.NEGATIVE_INFINITY;
  return `${events} events, ${cents} cents, active from ${firstMs} to ${lastMs}`;
}

/** Events, money and the times of activity, counted once more without any code of the fold. */
export function checkTotals(expected: ExpectedWorld, seen: SeenWorld): string[] {
  return [...expected.counted].flatMap(([key, deeds]) => {
    const record = seen.profiles.get(key);
    if (record === undefined) return [];
    const [wanted, got] = [naiveTotals(deeds), storedTotals(record.state)];
    return wanted === got ? [] : [`${shownCustomer(key)}: expected ${wanted}; got ${got}`];
  });
}
