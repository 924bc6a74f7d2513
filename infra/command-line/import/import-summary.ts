import { isoTime } from '#contracts/time.ts';
import type { ImportMapping } from '../mapping/item-mapping.ts';
import type { EventTotal, ImportTally, Refusal, Reported } from './import-tally.ts';
import type { NamedPlace } from './place.ts';
import type { SetAside } from './set-aside.ts';

export type ImportStatus = 'finished' | 'interrupted' | 'already imported' | 'checked only';

type SummarisedRefusal = Omit<Refusal, 'example'> & {
  readonly example: NamedPlace & { readonly detail: string };
  readonly because: string | null;
};

/** What an import did; with `--json`, the document on stdout. */
export type ImportSummary = {
  readonly status: ImportStatus;
  /** The only file, or how many there are. */
  readonly file: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly rows: number }[];
  readonly mapping: string;
  readonly tenant: string;
  readonly mode: 'replay';
  /** ISO time, or null: judged under the running clock. */
  readonly asOf: string | null;
  readonly correlationId: string;
  readonly rows: {
    readonly read: number;
    readonly inEvents: number;
    readonly mergedIntoOrders: number;
    readonly refused: number;
    readonly exactTwins: number;
    /** Exact twins whose like stands in another file. */
    readonly twinsAcrossFiles: number;
  };
  readonly customers: number;
  readonly events: readonly EventTotal[];
  readonly eventCount: number;
  readonly refused: readonly SummarisedRefusal[];
  /** What the tracking plan does not foresee about events that count nevertheless. */
  readonly reported: readonly Reported[];
  /** Columns of the mapping that no line of NDJSON has. */
  readonly unseenColumns: readonly string[];
  readonly sent: { readonly events: number; readonly before: number };
  /** Whether the queue was seen to be worked off. */
  readonly drained: boolean;
  /** What is wrong although everything was sent, or null. */
  readonly problem: string | null;
  /** How long it took: reading and checking, and all of it. */
  readonly checkSeconds: number;
  readonly seconds: number;
  /** Rows checked and events sent in a second; null where nothing was sent. */
  readonly rowsPerSecond: number;
  readonly eventsPerSecond: number | null;
};

type About = Pick<
  ImportSummary,
  'status' | 'file' | 'tenant' | 'correlationId' | 'sent' | 'drained' | 'problem' | 'seconds' | 'checkSeconds'
> &
  SetAside & { readonly asOfMs: number | null };

const perSecond = (count: number, seconds: number) => Math.round(count / Math.max(0.001, seconds));

/** Puts together what an import did. Throws if a row was lost on the way. */
export function summarise(tally: ImportTally, mapping: ImportMapping, about: About): ImportSummary {
  tally.assertNothingLost();
  const { asOfMs, files, ...rest } = about;
  const because = new Map('refuse' in mapping ? mapping.refuse.map((rule) => [rule.reason, rule.because]) : []);
  const refused = tally.refusals.map(({ example: { file, line, detail }, ...one }) => ({
    ...one,
    example: { file: files[file]?.path ?? '', line, detail },
    because: because.get(one.reason) ?? null,
  }));
  const sendSeconds = about.seconds - about.checkSeconds;
  return {
    ...rest,
    files: files.map(({ path, bytes, rows }) => ({ path, bytes, rows })),
    mapping: mapping.name,
    mode: 'replay',
    asOf: asOfMs === null ? null : isoTime(asOfMs),
    rows: {
      read: tally.rowsRead,
      inEvents: tally.rowsInEvents,
      mergedIntoOrders: tally.rowsMerged,
      refused: tally.rowsRefused,
      exactTwins: tally.twins,
      twinsAcrossFiles: tally.twinsAcrossFiles,
    },
    customers: tally.customers,
    events: tally.events,
    eventCount: tally.eventCount,
    refused,
    reported: tally.reported,
    rowsPerSecond: perSecond(tally.rowsRead, about.checkSeconds),
    eventsPerSecond: about.sent.events === 0 ? null : perSecond(about.sent.events, sendSeconds),
  };
}
