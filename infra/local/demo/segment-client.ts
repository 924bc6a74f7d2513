import * as z from 'zod';
import type { JsonObject } from '#contracts/json.ts';
import { isoTime } from '#contracts/time.ts';
import type { Clock } from '#ports/clock.ts';

/** What became of the events of one or more calls. */
export type Taken = { readonly accepted: number; readonly quarantined: number };

export type SegmentClientOptions = {
  /** Address of the HTTP API, without a slash at its end. */
  readonly apiUrl: string;
  readonly writeKey: string;
  /** The clock that `sentAt` is read from. */
  readonly nowMs: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
};

const eventsPerCall = 100;
const callsAtOnce = 4;
const maximumAttempts = 6;
const firstPauseMs = 100;
const callTimeoutMs = 30_000;

const answerSchema = z.object({ accepted: z.int().min(0), quarantined: z.int().min(0) });

/** Sends events, group by group: those of one group go into one call as far as they fit. */
export type SendGroups = (groups: readonly (readonly JsonObject[])[]) => Promise<Taken>;

/** Packs groups into calls, in order; a group is split only where it fills a call alone. */
export function packCalls(groups: readonly (readonly JsonObject[])[], most: number): JsonObject[][] {
  const calls: JsonObject[][] = [];
  let call: JsonObject[] = [];
  for (const group of groups) {
    if (call.length + group.length > most && call.length > 0) {
      calls.push(call);
      call = [];
    }
    for (let from = 0; from < group.length; from += most) {
      call.push(...group.slice(from, from + most));
      if (call.length < most) break;
      calls.push(call);
      call = [];
    }
  }
  if (call.length > 0) calls.push(call);
  return calls;
}

/** Sends events to `POST /v1/batch`, many in a call and a few calls at once, as a Segment library does. */
export function createSegmentClient(options: SegmentClientOptions): SendGroups {
  const authorization = `Basic ${Buffer.from(`${options.writeKey}:`).toString('base64')}`;

  async function call(batch: readonly JsonObject[]): Promise<Taken> {
    let problem = '';
    for (let attempt = 1; attempt <= maximumAttempts; attempt += 1) {
      if (attempt > 1) await options.pause(firstPauseMs * 2 ** (attempt - 2));
      const answer = await post(batch);
      if (answer.kind === 'taken') return answer.taken;
      if (answer.kind === 'refused') throw new Error(`Cannot send ${batch.length} events: ${answer.problem}`);
      problem = answer.problem;
    }
    throw new Error(`Cannot send ${batch.length} events: ${problem}, ${maximumAttempts} times`);
  }

  /** The ids of the events make a repetition harmless, so that a lost answer can be followed by another try. */
  async function post(batch: readonly JsonObject[]) {
    try {
      const response = await fetch(`${options.apiUrl}/v1/batch`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ batch, sentAt: isoTime(options.nowMs()) }),
        signal: AbortSignal.timeout(callTimeoutMs),
      });
      const text = await response.text();
      if (response.status === 200) return { kind: 'taken' as const, taken: answerSchema.parse(JSON.parse(text)) };
      const isBusy = response.status === 429 || response.status >= 500;
      const problem = `the API answered ${response.status} ${text.slice(0, 200)}`;
      return isBusy ? { kind: 'busy' as const, problem } : { kind: 'refused' as const, problem };
    } catch (error) {
      return { kind: 'busy' as const, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  return async (groups) => {
    const calls = packCalls(groups, eventsPerCall).values();
    let accepted = 0;
    let quarantined = 0;
    const worker = async () => {
      // Workers share the iterator, so that each call is made once.
      for (const batch of calls) {
        const taken = await call(batch);
        accepted += taken.accepted;
        quarantined += taken.quarantined;
      }
    };
    await Promise.all(Array.from({ length: callsAtOnce }, worker));
    return { accepted, quarantined };
  };
}
