import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Progress } from '../progress.ts';
import type { CustomerSpool } from './customer-spool.ts';
import type { Gathered } from './gathered.ts';
import type { Gatherer } from './gatherer.ts';
import type { ImportTally } from './import-tally.ts';

/** What is known once every event was made. */
export type Survey = {
  readonly events: number;
  /** Stands for the ids of all events, in the order of sending. */
  readonly eventsHash: string;
  /** Events of each leaf, so that leaves which are sent already need not be read. */
  readonly eventsOfLeaf: readonly number[];
};

export type SurveySettings = {
  readonly spool: CustomerSpool;
  readonly gather: Gatherer;
  readonly tally: ImportTally;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Called with what makes no event. Throws where that ends the import. */
  readonly onLeftOut: (one: Exclude<Gathered, { kind: 'event' }>) => void;
};

/**
 * Makes every event once, to count them and to see that each is sound, before the first is sent. Ends early, with
 * what is known so far, when the signal fires.
 */
export async function survey(settings: SurveySettings): Promise<Survey> {
  const { spool, gather, tally, progress, signal, onLeftOut } = settings;
  const hash = createHash('sha256');
  const eventsOfLeaf: number[] = [];
  let events = 0;
  progress.begin('Making events', 'rows', tally.rowsRead - tally.rowsRefused);
  try {
    for (const leaf of spool.leaves()) {
      const texts = leaf();
      const { gathered, customers, twins, twinsAcrossFiles } = gather(texts);
      const before = events;
      for (const one of gathered) {
        if (one.kind !== 'event') {
          onLeftOut(one);
          continue;
        }
        events += 1;
        hash.update(one.event.id).update('\n');
        tally.take(one.event.name, one.minor, one.rows.length);
        for (const report of one.reports) tally.report(report);
      }
      tally.customers += customers;
      tally.twins += twins;
      tally.twinsAcrossFiles += twinsAcrossFiles;
      eventsOfLeaf.push(events - before);
      progress.advance(texts.length);
      // Ctrl-C is only heard between two turns.
      await turn();
      if (signal.aborted) break;
    }
  } finally {
    progress.end();
  }
  return { events, eventsHash: hash.digest('hex'), eventsOfLeaf };
}

/** All events in the order of sending, without the first `skip`. */
export function* eventsFrom(
  settings: Pick<SurveySettings, 'spool' | 'gather'>,
  { eventsOfLeaf }: Survey,
  skip: number,
): Generator<CanonicalEvent> {
  let left = skip;
  let index = 0;
  for (const leaf of settings.spool.leaves()) {
    const own = eventsOfLeaf[index] ?? 0;
    index += 1;
    if (own <= left) {
      left -= own;
      continue;
    }
    for (const one of settings.gather(leaf()).gathered) {
      if (one.kind !== 'event') continue;
      if (left > 0) left -= 1;
      else yield one.event;
    }
  }
}
