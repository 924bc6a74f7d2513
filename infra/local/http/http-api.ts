import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ErrorLog } from '../events/delivery.ts';
import { answerPreflight, applyCors, type CorsConfiguration, isPreflight } from './cors.ts';
import { listen, type RunningServer } from './listen.ts';
import { readBody } from './request-body.ts';
import { type ApiIdentity, buildRequestEvent, type HttpApiEvent } from './request-event.ts';
import { type HttpAnswer, mapFunctionResult, messageAnswer } from './response-mapping.ts';
import { compileRoutes, type RouteMatch, type RouteTable } from './route-table.ts';
import { createTokenBucket, type ThrottlingLimits } from './token-bucket.ts';

export type HttpApiRoute = {
  /** `POST /v1/batch`, `ANY /{proxy+}`, `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  /** TimeoutInMillis of the integration; API Gateway allows 50 to 30,000 ms. */
  readonly timeoutMs: number;
};

export type HttpApiOptions = {
  readonly apiId: string;
  readonly stageName: string;
  readonly accountId: string;
  readonly routes: readonly HttpApiRoute[];
  readonly cors: CorsConfiguration | null;
  readonly throttling: {
    /** DefaultRouteSettings of the stage: for each route on its own. Null: no limit. */
    readonly everyRoute: ThrottlingLimits | null;
    /** RouteSettings of the stage, by route key. */
    readonly byRoute: Readonly<Record<string, ThrottlingLimits>>;
  };
  readonly invoke: (functionArn: string, event: HttpApiEvent) => Promise<unknown>;
  /** The stack's clock, for the times in events. Unix milliseconds. */
  readonly nowMs: () => number;
  readonly log: ErrorLog;
  readonly port: number;
  readonly host?: string;
  /** A monotonic clock in real time, for throttling. */
  readonly elapsedMs?: () => number;
};

/** API Gateway refuses longer bodies. */
export const mostBodyBytes = 10 * 1024 * 1024;

type RouteHandler = { readonly functionArn: string; readonly timeoutMs: number; readonly takeToken: () => boolean };
type Api = {
  readonly options: HttpApiOptions;
  readonly identity: ApiIdentity;
  readonly findRoute: RouteTable<RouteHandler>;
  /** What precedes the path of a route: nothing for `$default`, else `/stage`. */
  readonly pathPrefix: string;
};

/**
 * An HTTP API of API Gateway (v2) with Lambda proxy integrations of payload format 2.0.
 * @throws Error for a route that cannot be read, settings of a route that is not there, and a port in use.
 */
export async function startHttpApi(options: HttpApiOptions): Promise<RunningServer> {
  const { apiId, stageName, accountId, host = '127.0.0.1' } = options;
  const api: Api = {
    options,
    findRoute: compileRoutes(createHandlers(options)),
    identity: { accountId, apiId, stageName, domainName: `${apiId}.execute-api.localhost` },
    pathPrefix: stageName === '$default' ? '' : `/${stageName}`,
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void serve(api, request, response);
  });
  return listen(server, 'the HTTP API', host, options.port);
}

function createHandlers({
  routes,
  throttling,
  elapsedMs = () => performance.now(),
}: HttpApiOptions): Map<string, RouteHandler> {
  const handlers = new Map<string, RouteHandler>();
  for (const { routeKey, functionArn, timeoutMs } of routes) {
    if (handlers.has(routeKey)) throw new Error(`Cannot start the HTTP API: the route ${routeKey} comes twice`);
    const limits = throttling.byRoute[routeKey] ?? throttling.everyRoute;
    const takeToken = limits === null ? () => true : createTokenBucket(limits, elapsedMs);
    handlers.set(routeKey, { functionArn, timeoutMs, takeToken });
  }
  const stray = Object.keys(throttling.byRoute).find((routeKey) => !handlers.has(routeKey));
  if (stray !== undefined) throw new Error(`Cannot start the HTTP API: throttling for the unknown route ${stray}`);
  return handlers;
}

async function serve(api: Api, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const { cors, log } = api.options;
  const requestId = randomUUID();
  const { origin } = message.headers;
  try {
    if (cors !== null && isPreflight(message.method ?? '', message.headers)) {
      message.resume();
      return send(response, answerPreflight(cors, origin), requestId);
    }
    const answer = await answerRequest(api, message, requestId);
    send(response, cors === null ? answer : applyCors(cors, origin, answer), requestId);
  } catch (error) {
    // The client went away, or a function gave a header that cannot be sent.
    log.error('Cannot answer a request', { requestId, error });
    if (response.headersSent) response.destroy();
    else send(response, messageAnswer(500, 'Internal Server Error'), requestId);
  }
}

async function answerRequest(api: Api, message: IncomingMessage, requestId: string): Promise<HttpAnswer> {
  const { path, queryString } = splitUrl(message.url ?? '/');
  const route = findRoute(api, message.method ?? '', path);
  if (route === null) {
    message.resume();
    return messageAnswer(404, 'Not Found');
  }
  if (!route.handler.takeToken()) {
    message.resume();
    return messageAnswer(429, 'Too Many Requests');
  }
  const receivedMs = Math.floor(api.options.nowMs());
  const body = await readBody(message, mostBodyBytes);
  if (body === 'too large') return messageAnswer(413, 'Request Entity Too Large');
  const event = buildRequestEvent(api.identity, route, { message, path, queryString, body, requestId, receivedMs });
  return invokeFunction(api, route, event);
}

function findRoute(
  { findRoute: find, pathPrefix }: Api,
  method: string,
  path: string,
): RouteMatch<RouteHandler> | null {
  if (pathPrefix === '') return find(method, path);
  if (path === pathPrefix) return find(method, '/');
  return path.startsWith(`${pathPrefix}/`) ? find(method, path.slice(pathPrefix.length)) : null;
}

const timedOut = Symbol('timed out');

async function invokeFunction(
  { options }: Api,
  { handler }: RouteMatch<RouteHandler>,
  event: HttpApiEvent,
): Promise<HttpAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<typeof timedOut>((resolve) => {
    timer = setTimeout(resolve, handler.timeoutMs, timedOut);
  });
  const details = {
    functionArn: handler.functionArn,
    routeKey: event.routeKey,
    requestId: event.requestContext.requestId,
  };
  try {
    const result = await Promise.race([options.invoke(handler.functionArn, event), deadline]);
    if (result !== timedOut) return mapFunctionResult(result);
    options.log.error(`Cannot answer a request: the function took longer than ${handler.timeoutMs} ms`, details);
    return messageAnswer(503, 'Service Unavailable');
  } catch (error) {
    options.log.error('Cannot answer a request: the function failed', { ...details, error });
    return messageAnswer(500, 'Internal Server Error');
  } finally {
    clearTimeout(timer);
  }
}

function splitUrl(url: string): { path: string; queryString: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, queryString: '' } : { path: url.slice(0, mark), queryString: url.slice(mark + 1) };
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer, requestId: string): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204 && status !== 304) response.setHeader('content-length', Buffer.byteLength(body));
  response.setHeader('apigw-requestid', requestId);
  response.statusCode = status;
  response.end(body);
}
