import { archivedEventSchema } from '#contracts/archived-event.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { conform, type PlanReport } from '#domain/ingest/conform.ts';
import { decodeSegmentItem } from '#domain/ingest/decode-segment-item.ts';
import { firstProblem } from '#domain/ingest/first-problem.ts';
import { alone } from '#domain/ingest/item-surroundings.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { customerOf, noCustomerDetail } from '#domain/profile/customer-of.ts';
import type { CellObject } from '../mapping/cell-text.ts';
import type { ItemMapping } from '../mapping/item-mapping.ts';
import { parseObject } from '../mapping/parse-object.ts';
import type { Told } from './gathered.ts';
import { contentOf, historyItem } from './history-item.ts';
import { importSource } from './import-source.ts';
import { writeItem } from './item-text.ts';
import type { TextLine } from './read-rows.ts';
import type { Taken } from './taken.ts';

export type ItemSettings = {
  /** The number of the file, from 0. */
  readonly file: number;
  readonly mapping: ItemMapping;
  readonly tenant: string;
  readonly plan: TrackingPlan;
  /** When Holdfast takes the events in. */
  readonly receivedMs: number;
};

type Understood =
  | {
      readonly kind: 'event';
      readonly event: CanonicalEvent;
      readonly content: string | null;
      readonly reports: readonly PlanReport[];
      readonly told: Told;
    }
  | { readonly kind: 'refused' | 'bad'; readonly reason: string; readonly detail: string };

const noCustomer = (detail: string): Understood => ({ kind: 'refused', reason: 'no customer', detail });

function understandSegment(settings: ItemSettings, line: CellObject): Understood {
  const history = historyItem(line);
  if (history.kind === 'bad') return { kind: 'bad', reason: 'no moment', detail: history.detail };
  const { tenant, plan, mapping } = settings;
  const { item, timeMs } = history;
  const told = { source: null, sentMs: history.sentMs, receivedMs: history.receivedMs };
  const content = item['messageId'] ? null : contentOf(line);
  // What is still to come is refused later, under the "now" of the import; here it must not be pulled back to today.
  const receivedMs = Math.max(settings.receivedMs, timeMs);
  const about = { tenant, source: importSource(mapping.name), receivedMs, clock: 'replay' } as const;
  const decoded = decodeSegmentItem(plan, item, alone(about, `${mapping.name}/${content}/0`));
  if (decoded.kind === 'event') {
    return { kind: 'event', event: decoded.event, content, reports: decoded.reports, told };
  }
  const { reason, detail } = decoded.entry;
  return reason === 'no customer' ? noCustomer(detail) : { kind: 'bad', reason, detail };
}

function understandArchived(settings: ItemSettings, line: CellObject): Understood {
  const parsed = archivedEventSchema.safeParse(line);
  if (!parsed.success) {
    return { kind: 'bad', reason: 'no archived event', detail: firstProblem(parsed.error, line) };
  }
  const { source, correlationId: _request, mode, asOfMs: _asOf, ...event } = parsed.data;
  const conformed = conform(settings.plan, { ...event, tenant: settings.tenant });
  if (conformed.kind === 'problem')
    return { kind: 'bad', reason: 'breaks the tracking plan', detail: conformed.detail };
  // The receipt of history is that of its import: it says nothing of how late the event was.
  const told = { source, sentMs: null, receivedMs: mode === 'live' ? event.receivedMs : null };
  return { kind: 'event', event: conformed.event, content: null, reports: conformed.reports, told };
}

function take(settings: ItemSettings, { text, line }: TextLine): Taken {
  const parsed = parseObject(text);
  if (parsed.kind === 'bad') return { kind: 'bad', reason: 'no JSON object', detail: parsed.detail, line };
  const isSegment = settings.mapping.items === 'segment';
  const understood = (isSegment ? understandSegment : understandArchived)(settings, parsed.value);
  if (understood.kind !== 'event') return { ...understood, line };
  const { event, content, reports, told } = understood;
  const customerId = customerOf(event);
  if (customerId === null) return { kind: 'refused', reason: 'no customer', detail: noCustomerDetail(event), line };
  const { file } = settings;
  const kept = writeItem({ customerId, content, file, line, reports, told }, JSON.stringify(event));
  return { kind: 'kept', customerId, text: kept, line };
}

/** Understands the lines of one NDJSON file as whole events, piece by piece. */
export async function* takeItems(
  settings: ItemSettings,
  lines: AsyncIterable<readonly TextLine[]>,
): AsyncGenerator<Taken[]> {
  for await (const piece of lines) {
    yield piece.flatMap(({ text, line }) => {
      const trimmed = text.trim();
      return trimmed === '' ? [] : [take(settings, { text: trimmed, line })];
    });
  }
}
