import { authenticateKey } from './authenticate.ts';
import { browserSettings } from './browser-settings.ts';
import type { HttpAnswer, HttpCall, IngestDependencies } from './ingest-call.ts';
import { refuse } from './refuse.ts';

/** How long a browser may keep its settings. */
const cacheSeconds = 300;

/** Answers a browser's library with its settings, or 404: its write key stands in the path, and nobody knows it. */
export async function answerSettings(
  { sources, clock, observer }: Pick<IngestDependencies, 'sources' | 'clock' | 'observer'>,
  call: HttpCall,
): Promise<HttpAnswer> {
  const writeKey = call.pathParameters['writeKey'] ?? '';
  const found = await authenticateKey(sources, writeKey, clock());
  if (found.kind === 'refused') return refuse(observer, { status: 404, message: found.message });
  // Nobody between may keep them, because they hold the address at which the API was called.
  const headers = { 'cache-control': `private, max-age=${cacheSeconds}` };
  return { status: 200, headers, body: browserSettings(writeKey, call) };
}
