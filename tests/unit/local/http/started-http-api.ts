import { afterEach } from 'vitest';
import { type HttpApiOptions, startHttpApi } from '#infra/local/http/http-api.ts';
import type { RunningServer } from '#infra/local/http/listen.ts';
import type { HttpApiEvent } from '#infra/local/http/request-event.ts';

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:ingest';
export const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** A route to the one function. */
export const route = (routeKey: string, timeoutMs = 30_000) => ({ routeKey, functionArn, timeoutMs });

/** Starts an API whose function says `{ ok: true }`; it is stopped after the test. */
export async function start(more: Partial<HttpApiOptions> = {}) {
  const events: HttpApiEvent[] = [];
  const errors: string[] = [];
  const server = await startHttpApi({
    apiId: 'api1',
    stageName: '$default',
    accountId: '000000000000',
    routes: [route('POST /v1/batch'), route('GET /v1/items/{id}')],
    cors: null,
    throttling: { everyRoute: null, byRoute: {} },
    nowMs: () => Date.UTC(2026, 0, 31, 12, 0, 5, 250),
    log: { error: (message) => errors.push(message) },
    port: 0,
    invoke: async (_arn, event) => {
      events.push(event);
      return { ok: true };
    },
    ...more,
  });
  running.push(server);
  return { url: server.url, events, errors };
}

/** Posts to the first route. */
export const post = (url: string, init: RequestInit = {}) => fetch(`${url}/v1/batch`, { method: 'POST', ...init });
