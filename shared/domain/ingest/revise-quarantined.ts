import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import { isJsonObject, type JsonObject } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { checkCanonicalEvent } from './check-canonical-event.ts';
import { decodeCloudEvent } from './decode-cloud-event.ts';
import { decodeEventBridgeEvent } from './decode-event-bridge-event.ts';
import { type DecodedItem, decodeSegmentItem } from './decode-segment-item.ts';
import { alone } from './item-surroundings.ts';

/** What an event that was set aside is now: sound, or still wrong, and why. */
export type Revision =
  | { readonly kind: 'event'; readonly event: CanonicalEvent }
  | { readonly kind: 'still wrong'; readonly reason: string; readonly detail: string };

/** Under what it is looked at again. */
export type RevisionSurroundings = { readonly clock: ClockMode; readonly nowMs: number };

function readContent(text: string): JsonObject | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'its content was cut, or is no JSON: it cannot be sent as it is; give it a whole content with --from';
  }
  return isJsonObject(parsed) ? parsed : 'its content is no JSON object';
}

/** Decodes content as the door did that set it aside: which door that was, its own members tell. */
function decode(
  definitions: Pick<RetentionDefinitions, 'plan' | 'sources'>,
  entry: QuarantinedEvent,
  content: JsonObject,
  clock: ClockMode,
): DecodedItem {
  const { tenant, source, receivedMs } = entry;
  const around = { tenant, source, receivedMs, clock: clock.mode };
  if (Object.hasOwn(content, 'specversion')) return decodeCloudEvent(definitions.plan, content, around);
  const bridged = Object.hasOwn(content, 'detail-type') ? definitions.sources.get(source) : undefined;
  if (bridged !== undefined) return decodeEventBridgeEvent(definitions.plan, bridged, content, around);
  return decodeSegmentItem(definitions.plan, content, alone(around, entry.id));
}

/**
 * Looks at an event that was set aside again, under today's tracking plan, as the door would that set it aside: as received
 * then, with the id that it had, so that sending it counts it once. Under the clock of history nothing is too late.
 */
export function reviseQuarantined(
  definitions: Pick<RetentionDefinitions, 'plan' | 'sources'>,
  entry: QuarantinedEvent,
  around: RevisionSurroundings,
): Revision {
  const { tenant, source } = entry;
  const content = readContent(entry.content);
  if (typeof content === 'string') return { kind: 'still wrong', reason: entry.reason, detail: content };
  let event: unknown = content;
  if (!Object.hasOwn(content, 'timeMs')) {
    const decoded = decode(definitions, entry, content, around.clock);
    if (decoded.kind === 'quarantined') return stillWrong(decoded.entry);
    event = decoded.event;
  }
  const checked = checkCanonicalEvent(definitions.plan, event, { tenant, source, ...around });
  return checked.kind === 'event' ? { kind: 'event', event: checked.event } : stillWrong(checked.entry);
}

function stillWrong({ reason, detail }: QuarantinedEvent): Revision {
  return { kind: 'still wrong', reason, detail };
}
