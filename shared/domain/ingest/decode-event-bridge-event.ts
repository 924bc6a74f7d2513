import { eventBridgeEventSchema } from '#contracts/event-bridge-event.ts';
import { isJsonObject } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { type DecodedItem, decodeSegmentItem } from './decode-segment-item.ts';
import type { EventBridgeSource } from './event-bridge-source.ts';
import { firstProblem } from './first-problem.ts';
import { alone, type ItemSurroundings } from './item-surroundings.ts';
import { quarantineEntry } from './quarantine-entry.ts';
import type { TrackingPlan } from './tracking-plan.ts';

/** Turns an event of a declared source's bus into the canonical event, or into a quarantine entry that says what is wrong. */
export function decodeEventBridgeEvent(
  plan: TrackingPlan,
  declared: Pick<EventBridgeSource, 'itemOf'>,
  raw: unknown,
  around: Pick<ItemSurroundings, 'tenant' | 'source' | 'receivedMs' | 'clock'>,
): DecodedItem {
  const { tenant, source, receivedMs } = around;
  const aside = (reason: QuarantinedEvent['reason'], detail: string): DecodedItem => ({
    kind: 'quarantined',
    entry: quarantineEntry({ tenant, source, receivedMs, reason, detail }, raw),
  });
  const event = eventBridgeEventSchema.safeParse(raw);
  if (!event.success) return aside('schema', firstProblem(event.error, raw));
  if (!isJsonObject(raw)) return aside('schema', 'must be a JSON object');
  const decoded = decodeSegmentItem(plan, declared.itemOf(raw), alone(around, event.data.id));
  return decoded.kind === 'event' ? decoded : aside(decoded.entry.reason, decoded.entry.detail);
}
