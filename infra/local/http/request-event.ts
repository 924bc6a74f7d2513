import type { IncomingMessage } from 'node:http';
import { decodeText, type RouteMatch } from './route-table.ts';

/** What is the same in every event of an API. */
export type ApiIdentity = {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly stageName: string;
};

/** The event of payload format 2.0, as a function receives it. */
export type HttpApiEvent = {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly accountId: string;
    readonly apiId: string;
    readonly domainName: string;
    readonly domainPrefix: string;
    readonly http: {
      readonly method: string;
      readonly path: string;
      readonly protocol: string;
      readonly sourceIp: string;
      readonly userAgent: string;
    };
    readonly requestId: string;
    readonly routeKey: string;
    readonly stage: string;
    readonly time: string;
    readonly timeEpoch: number;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
};

type ReceivedRequest = {
  readonly message: IncomingMessage;
  /** Still escaped, with the stage where it has a name. */
  readonly path: string;
  readonly queryString: string;
  readonly body: Buffer;
  readonly requestId: string;
  /** Unix milliseconds. */
  readonly receivedMs: number;
};

/** Builds the event of payload format 2.0 ("Create AWS Lambda proxy integrations for HTTP APIs"). */
export function buildRequestEvent(
  api: ApiIdentity,
  route: RouteMatch<unknown>,
  request: ReceivedRequest,
): HttpApiEvent {
  const { message, queryString, body, receivedMs, requestId } = request;
  const sourceIp = message.socket.remoteAddress ?? '';
  const { headers, cookies } = readHeaders(message, sourceIp, requestId);
  const rawPath = decodeText(request.path);
  const isText = isTextBody(headers);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath,
    rawQueryString: queryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(queryString !== '' && { queryStringParameters: readQuery(queryString) }),
    ...(route.pathParameters !== null && { pathParameters: route.pathParameters }),
    requestContext: {
      accountId: api.accountId,
      apiId: api.apiId,
      domainName: api.domainName,
      domainPrefix: api.apiId,
      http: {
        method: message.method ?? '',
        path: rawPath,
        protocol: `HTTP/${message.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route.routeKey,
      stage: api.stageName,
      time: commonLogTime(receivedMs),
      timeEpoch: receivedMs,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Lower-case names, repeated ones joined by commas; cookies apart; the forwarding headers that API Gateway adds. */
function readHeaders(
  message: IncomingMessage,
  sourceIp: string,
  requestId: string,
): { headers: Record<string, string>; cookies: string[] } {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  const { rawHeaders } = message;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(/; */));
    else headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value;
  }
  headers['x-forwarded-for'] =
    headers['x-forwarded-for'] === undefined ? sourceIp : `${headers['x-forwarded-for']}, ${sourceIp}`;
  headers['x-forwarded-proto'] = 'http';
  headers['x-forwarded-port'] = String(message.socket.localPort ?? '');
  headers['x-amzn-trace-id'] ??= createTraceId(requestId);
  return { headers, cookies };
}

// The first group of a trace id is a time in seconds in AWS; nobody reads it here, and the request's id will do.
function createTraceId(requestId: string): string {
  const id = requestId.replaceAll('-', '');
  return `Root=1-${id.slice(0, 8)}-${id.slice(8)}`;
}

function readQuery(queryString: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(queryString)) {
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

const textType = /^\s*(text\/|application\/(json|javascript|xml)\s*(;|$))/i;

/** API Gateway hands over text, JSON, JavaScript and XML as they are; all else, and what is compressed, as base64. */
const isTextBody = (headers: Readonly<Record<string, string>>): boolean =>
  textType.test(headers['content-type'] ?? '') && (headers['content-encoding'] ?? 'identity') === 'identity';

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let cachedSecond = Number.NaN;
let cachedTime = '';

/** `31/Jan/2026:12:00:00 +0000`. Kept for the second, since thousands of requests share it. */
function commonLogTime(atMs: number): string {
  const second = Math.floor(atMs / 1_000);
  if (second !== cachedSecond) {
    const iso = new Date(second * 1_000).toISOString();
    const month = monthNames[Number(iso.slice(5, 7)) - 1];
    cachedTime = `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
    cachedSecond = second;
  }
  return cachedTime;
}
