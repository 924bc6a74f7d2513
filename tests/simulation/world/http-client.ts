import type { HttpAnswer, HttpCall } from '#functions/ingest/ingest-call.ts';
import type { ClientCall, PlannedEvent } from '../plan.ts';
import type { Fleet, Outcome } from './fleet.ts';
import type { World } from './world.ts';

export type IngestHandler = (call: HttpCall) => Promise<HttpAnswer>;

/** How often a client posts the same body before it gives up. */
const maximumAttempts = 40;
const firstPauseMs = 500;
const longestPauseMs = 300_000;

/**
 * Posts a body until it is answered 200; `accepted` is told of the events with each such answer. An answer can be lost on its
 * way to the client, who then posts again.
 */
export function startHttpClient(
  world: World,
  fleet: Fleet<IngestHandler>,
  call: ClientCall,
  accepted: (events: readonly PlannedEvent[]) => void,
): void {
  const { scheduler, latency, faults, random, observer } = world;
  let attempts = 0;
  const repeat = () => {
    if (attempts >= maximumAttempts) return observer.warn('A client gave up', { attempts, body: call.body });
    const boundMs = Math.min(longestPauseMs, firstPauseMs * 2 ** attempts);
    scheduler.after(boundMs * (0.5 + random.next() / 2), post);
  };
  const hear = (outcome: Outcome<HttpAnswer>) => {
    if (outcome.kind !== 'answered') return repeat();
    const { status } = outcome.answer;
    if (status === 429) return repeat();
    if (status !== 200)
      return observer.warn('A client was refused', { status, message: outcome.answer.body['message'] });
    accepted(call.events);
    if (faults.happens('lostAnswer', 'unanswered', 'http')) repeat();
  };
  const post = () => {
    attempts += 1;
    const requestId = `request-${world.plan.seed}-${random.below(2 ** 32)}`;
    const request: HttpCall = {
      route: 'POST /v1/batch',
      path: '/v1/batch',
      pathParameters: {},
      headers: {},
      body: call.body,
      requestId,
    };
    fleet.invoke(
      (handle) => handle(request),
      false,
      (outcome) => scheduler.after(latency.network(), () => hear(outcome)),
    );
  };
  scheduler.at(call.atMs, post);
}
