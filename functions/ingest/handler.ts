import { decodeSegmentRequest, parseBody, type Refusal } from '#domain/ingest/decode-segment-request.ts';
import { authenticate } from './authenticate.ts';
import type { HttpAnswer, HttpCall, IngestDependencies } from './ingest-call.ts';
import { storeRequest } from './store-request.ts';

const refusal = ({ status, message }: Refusal): HttpAnswer => ({ status, body: { success: false, message } });

/** Takes one call of the Segment tracking API; answers 200 only once everything is stored. */
export function createIngestHandler(dependencies: IngestDependencies) {
  return async (call: HttpCall): Promise<HttpAnswer> => {
    const parsed = parseBody(call.body);
    if (parsed.kind === 'refused') return refusal(parsed);
    const source = await authenticate(dependencies.sources, call.authorization, parsed.body);
    if (source === null) return { status: 401, body: { success: false, message: 'Cannot accept the write key' } };
    const { tenant, name } = source;
    const around = { tenant, source: name, receivedMs: dependencies.clock(), requestId: call.requestId };
    const { writeKey: _secret, ...body } = parsed.body;
    const decoded = decodeSegmentRequest(dependencies.plan, call.kind, body, around);
    if (decoded.kind === 'refused') return refusal(decoded);
    await storeRequest(dependencies, tenant, call.requestId, decoded);
    const { events, quarantined } = decoded;
    return { status: 200, body: { success: true, accepted: events.length, quarantined: quarantined.length } };
  };
}
