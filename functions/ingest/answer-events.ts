import type { JsonObject } from '#contracts/json.ts';
import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import { authenticate } from './authenticate.ts';
import type { HttpAnswer, HttpCall, IngestDependencies } from './ingest-call.ts';
import { type EventRoute, readEvents } from './read-events.ts';
import { refuse } from './refuse.ts';
import { storeRequest } from './store-request.ts';

/** Most reasons that an answer names. */
const shownProblems = 5;

/** What became of the events; whoever sent some that were set aside is told why, for the first few. */
function taken({ events, quarantined }: DecodedRequest): JsonObject {
  const counts = { success: true, accepted: events.length, quarantined: quarantined.length };
  if (quarantined.length === 0) return counts;
  return {
    ...counts,
    problems: quarantined.slice(0, shownProblems).map(({ reason, detail }) => `${reason}: ${detail}`),
  };
}

/** Takes the events of a call in: 200 once all of them are stored, be it in the queue or in quarantine. */
export async function answerEvents(
  dependencies: IngestDependencies,
  route: EventRoute,
  call: HttpCall,
): Promise<HttpAnswer> {
  const { plan, sources, clock, observer } = dependencies;
  const { requestId } = call;
  const read = readEvents(plan, route, call);
  if (read.kind === 'refused') return refuse(observer, read);
  const receivedMs = clock();
  const found = await authenticate(sources, call.headers['authorization'] ?? null, read.body, receivedMs);
  if (found.kind === 'refused') return refuse(observer, { status: 401, message: found.message });
  const { tenant, name: source } = found.source;
  const decoded = read.decode({ tenant, source, receivedMs, clock: 'live', requestId });
  if (decoded.kind === 'refused') return refuse(observer, decoded);
  await storeRequest(dependencies, { tenant, source }, requestId, decoded);
  return { status: 200, headers: {}, body: taken(decoded) };
}
