import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { groupByCustomer } from '#functions/profile/group-by-customer.ts';
import { retention } from '#retention/retention.ts';
import { bestOf } from './best-of.ts';
import { bestOfPromises } from './best-of-promises.ts';
import { sampleMessages } from './sample-events.ts';

/** Figures of the pure path on one core, beside bare `JSON.parse` of the same messages. */
export type PurePathFigures = {
  readonly events: number;
  readonly eventsPerWrite: number;
  readonly bytesPerEvent: number;
  readonly parseEventsPerSecond: number;
  readonly pathEventsPerSecond: number;
  /** Speed of the whole path as a share of bare parsing. */
  readonly shareOfParse: number;
  readonly heapMegabytes: number;
};

const rounds = 5;
const nowMs = Date.UTC(2026, 0, 1);

/** Parse, validate, group, fold, score, judge every segment, encode: what the profile function does between reads and writes. */
async function wholePath(bodies: readonly string[]): Promise<number> {
  let applied = 0;
  for (const [index, body] of bodies.entries()) {
    const { groups } = await groupByCustomer(
      retention,
      [{ id: String(index), body, firstId: String(index), sentMs: nowMs }],
      { keepsAccounts: false, nowMs },
    );
    for (const group of groups) {
      const result = advanceProfile(retention, {
        ...group,
        record: null,
        pages: null,
        absorbed: [],
        told: null,
        population: null,
        nowMs,
      });
      applied += result.applied;
    }
  }
  return applied;
}

/** Measures the path with `eventsPerWrite` events of one customer at a time. */
export async function measurePurePath(eventsPerWrite: number): Promise<PurePathFigures> {
  const messages = sampleMessages({
    customers: Math.ceil(20_000 / eventsPerWrite),
    perCustomer: eventsPerWrite,
    nowMs,
  });
  const events = messages.reduce((sum, message) => sum + message.events.length, 0);
  const bodies = messages.map((message) => JSON.stringify(message));
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  const parseSeconds = bestOf(rounds, () => {
    for (const body of bodies) JSON.parse(body);
  });
  const pathSeconds = await bestOfPromises(rounds, async () => {
    const applied = await wholePath(bodies);
    if (applied !== events) throw new Error(`Cannot measure: ${applied} of ${events} events were applied`);
  });
  return {
    events,
    eventsPerWrite,
    bytesPerEvent: Math.round(bytes / events),
    parseEventsPerSecond: Math.round(events / parseSeconds),
    pathEventsPerSecond: Math.round(events / pathSeconds),
    shareOfParse: parseSeconds / pathSeconds,
    heapMegabytes: Math.round(process.memoryUsage().heapUsed / 2 ** 20),
  };
}
