/** The route that serves a request. */
export type RouteMatch<Handler> = {
  readonly routeKey: string;
  readonly handler: Handler;
  /** Decoded; null when the route has no variable, as in API Gateway's event. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
};

export type RouteTable<Handler> = (method: string, path: string) => RouteMatch<Handler> | null;

type Segment = { readonly kind: 'text' | 'variable' | 'greedy'; readonly text: string };
type Route<Handler> = {
  readonly routeKey: string;
  readonly handler: Handler;
  readonly method: string;
  readonly segments: readonly Segment[];
};

const methods = new Set(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

/**
 * Compiles the routes of an HTTP API: `METHOD /path/{variable}`, `ANY /{proxy+}`, `$default`.
 * The most specific path wins, segment by segment (text, variable, greedy variable), then a method before ANY; then
 * `$default`; else null (API Gateway, "Create routes for HTTP APIs", routing API requests).
 * @throws Error that names a route key that cannot be read or comes twice.
 */
export function compileRoutes<Handler>(routes: ReadonlyMap<string, Handler>): RouteTable<Handler> {
  const parsed = [...routes].filter(([key]) => key !== '$default').map(([key, handler]) => parseRoute(key, handler));
  refuseTwins(parsed);
  const defaultHandler = routes.get('$default');
  const fixed = new Map<string, RouteMatch<Handler>>();
  const variable: Route<Handler>[] = [];
  for (const route of parsed) {
    const path = `/${route.segments.map(({ text }) => text).join('/')}`;
    const isFixed = route.segments.every(({ kind }) => kind === 'text');
    if (isFixed) fixed.set(`${route.method} ${path}`, { ...route, pathParameters: null });
    else variable.push(route);
  }
  variable.sort(compareRoutes);
  return (method, path) => {
    const exact = fixed.get(`${method} ${path}`) ?? fixed.get(`ANY ${path}`);
    if (exact !== undefined) return exact;
    const found = findVariable(variable, method, path);
    if (found !== null || defaultHandler === undefined) return found;
    return { routeKey: '$default', handler: defaultHandler, pathParameters: null };
  };
}

function parseRoute<Handler>(routeKey: string, handler: Handler): Route<Handler> {
  const [, method = '', path = ''] = /^([A-Z]+) \/(\S*)$/.exec(routeKey) ?? [];
  if (!methods.has(method)) throw new Error(`Cannot read route key: use METHOD /path or $default, got ${routeKey}`);
  const segments = path.split('/').map((text): Segment => {
    const name = /^\{([^{}+]+)(\+?)\}$/.exec(text);
    if (name?.[1] !== undefined) return { kind: name[2] === '+' ? 'greedy' : 'variable', text: name[1] };
    if (/[{}]/.test(text)) throw new Error(`Cannot read route key: a variable takes a whole segment, got ${routeKey}`);
    return { kind: 'text', text };
  });
  if (segments.slice(0, -1).some(({ kind }) => kind === 'greedy')) {
    throw new Error(`Cannot read route key: a greedy variable stands at the end, got ${routeKey}`);
  }
  return { routeKey, handler, method, segments };
}

/** Names of variables make no difference: API Gateway refuses `GET /a/{b}` beside `GET /a/{c}`. */
function refuseTwins(routes: readonly Route<unknown>[]): void {
  const seen = new Map<string, string>();
  for (const { routeKey, method, segments } of routes) {
    const shape = `${method} ${segments.map(({ kind, text }) => (kind === 'text' ? text : `{${kind}}`)).join('/')}`;
    const twin = seen.get(shape);
    if (twin !== undefined) throw new Error(`Cannot compile routes: ${routeKey} and ${twin} match the same requests`);
    seen.set(shape, routeKey);
  }
}

const ranks = { text: 0, variable: 1, greedy: 2 } as const;

function compareRoutes(left: Route<unknown>, right: Route<unknown>): number {
  for (const [index, segment] of left.segments.entries()) {
    const other = right.segments[index];
    if (other === undefined) return -1;
    const difference = ranks[segment.kind] - ranks[other.kind];
    if (difference !== 0) return difference;
  }
  return Number(left.method === 'ANY') - Number(right.method === 'ANY');
}

function findVariable<Handler>(
  routes: readonly Route<Handler>[],
  method: string,
  path: string,
): RouteMatch<Handler> | null {
  if (routes.length === 0) return null;
  const texts = path.slice(1).split('/');
  for (const { routeKey, handler, method: routeMethod, segments } of routes) {
    if (routeMethod !== method && routeMethod !== 'ANY') continue;
    const pathParameters = matchSegments(segments, texts);
    if (pathParameters !== null) return { routeKey, handler, pathParameters };
  }
  return null;
}

function matchSegments(segments: readonly Segment[], texts: readonly string[]): Record<string, string> | null {
  const isGreedy = segments.at(-1)?.kind === 'greedy';
  if (isGreedy ? texts.length < segments.length : texts.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const text = segment.kind === 'greedy' ? texts.slice(index).join('/') : (texts[index] ?? '');
    if (segment.kind === 'text') {
      if (text !== segment.text) return null;
    } else {
      if (text === '') return null;
      parameters[segment.text] = decodeText(text);
    }
  }
  return parameters;
}

/** Decodes percent escapes; a text that is not well escaped stays as it is. */
export function decodeText(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
