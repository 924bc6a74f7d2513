import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import type { Revision } from '#domain/ingest/revise-quarantined.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { Quarantine } from '#ports/quarantine.ts';
import type { Progress } from '../progress.ts';

/** An entry and the content that it should have; the one that it has, unless somebody mended it. */
export type Candidate = { readonly entry: QuarantinedEvent; readonly mended: string };

/** An entry that stays where it is, with the reason. */
export type Refused = { readonly id: string; readonly reason: string; readonly detail: string };

/** What became of a redrive. */
export type RedriveResult = {
  readonly events: number;
  readonly refused: readonly Refused[];
  /** Entries that were set aside anew while their event was sent: they are still there. */
  readonly kept: number;
  readonly interrupted: boolean;
};

export type RedriveSettings = {
  readonly queue: MessageQueue<EventBatchMessage>;
  readonly quarantine: Pick<Quarantine, 'remove'>;
  readonly revise: (entry: QuarantinedEvent) => Revision;
  readonly clock: ClockMode;
  /** Say what would become of each, and send nothing. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** Entries of one chunk: sent together, then taken away. */
const chunkLength = 200;

type Sound = { readonly entry: QuarantinedEvent; readonly event: CanonicalEvent };

/** The events of one chunk, a message for each source, so that each still says where it came from. */
function messagesOf(sound: readonly Sound[], clock: ClockMode): EventBatchMessage[] {
  const bySource = Map.groupBy(sound, ({ entry }) => entry.source);
  return [...bySource].flatMap(([source, own]) => {
    const tenant = own[0]?.entry.tenant ?? '';
    const events = own.map(({ event }) => event);
    return packEvents({
      tenant,
      source: source.slice(0, 100) || 'quarantine',
      correlationId: 'quarantine',
      clock,
      events,
    });
  });
}

/**
 * Sends what is sound by now to the event queue, and takes it out of the quarantine after that: whatever stops it in between,
 * an event that is sent again counts once, because it keeps its id. What is still wrong stays, with the reason.
 */
export async function redriveQuarantined(
  candidates: readonly Candidate[],
  settings: RedriveSettings,
): Promise<RedriveResult> {
  const { queue, quarantine, clock, dryRun, signal, progress } = settings;
  const refused: Refused[] = [];
  let events = 0;
  let kept = 0;
  progress.begin('Redriving', 'events', candidates.length);
  try {
    for (let from = 0; from < candidates.length && !signal.aborted; from += chunkLength) {
      const sound: Sound[] = [];
      for (const { entry, mended } of candidates.slice(from, from + chunkLength)) {
        const revision = settings.revise({ ...entry, content: mended });
        if (revision.kind === 'event') sound.push({ entry, event: revision.event });
        else refused.push({ id: entry.id, reason: revision.reason, detail: revision.detail });
      }
      if (!dryRun && sound.length > 0) {
        await queue.send(messagesOf(sound, clock));
        for (const { entry } of sound) if (!(await quarantine.remove(entry))) kept += 1;
      }
      events += sound.length;
      progress.advance(Math.min(chunkLength, candidates.length - from));
    }
  } finally {
    progress.end();
  }
  return { events, refused, kept, interrupted: signal.aborted };
}
