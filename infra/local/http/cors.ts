import type { IncomingHttpHeaders } from 'node:http';
import type { HttpAnswer } from './response-mapping.ts';

/** CorsConfiguration of an HTTP API. */
export type CorsConfiguration = {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | null;
  readonly allowCredentials: boolean;
};

type Headers = Readonly<Record<string, string>>;

/** True for a preflight request: API Gateway answers it itself, whatever routes there are. */
export const isPreflight = (method: string, headers: IncomingHttpHeaders): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

/** The answer to a preflight request: 204, with CORS headers only for an allowed origin. */
export function answerPreflight(cors: CorsConfiguration, origin: string | undefined): HttpAnswer {
  const allowOrigin = allowedOrigin(cors, origin);
  if (allowOrigin === null) return { status: 204, headers: {}, body: '' };
  const headers: Headers = {
    ...originHeaders(cors, allowOrigin),
    ...listHeader('access-control-allow-methods', cors.allowMethods),
    ...listHeader(
      'access-control-allow-headers',
      cors.allowHeaders.map((name) => name.toLowerCase()),
    ),
    ...(cors.maxAgeSeconds !== null && { 'access-control-max-age': String(cors.maxAgeSeconds) }),
  };
  return { status: 204, headers, body: '' };
}

/** Replaces the CORS headers of a function by those of the API, as API Gateway does once CORS is configured. */
export function applyCors(cors: CorsConfiguration, origin: string | undefined, answer: HttpAnswer): HttpAnswer {
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  const allowOrigin = allowedOrigin(cors, origin);
  const added: Headers =
    allowOrigin === null
      ? {}
      : { ...originHeaders(cors, allowOrigin), ...listHeader('access-control-expose-headers', cors.exposeHeaders) };
  return { ...answer, headers: { ...Object.fromEntries(own), ...added } };
}

const originHeaders = (cors: CorsConfiguration, allowOrigin: string): Headers => ({
  'access-control-allow-origin': allowOrigin,
  ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
});

const listHeader = (name: string, values: readonly string[]): Headers =>
  values.length === 0 ? {} : { [name]: values.join(',') };

function allowedOrigin(cors: CorsConfiguration, origin: string | undefined): string | null {
  if (origin === undefined) return null;
  if (cors.allowOrigins.includes('*')) return '*';
  const isAllowed = cors.allowOrigins.some((allowed) =>
    allowed.endsWith('://*') ? origin.startsWith(allowed.slice(0, -1)) : allowed === origin,
  );
  return isAllowed ? origin : null;
}
