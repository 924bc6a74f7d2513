import type { EventType } from '#contracts/canonical-event.ts';

/** What a route does. */
export type IngestRoute =
  | { readonly kind: 'segment'; readonly call: EventType | 'batch' }
  | { readonly kind: 'cloud events' }
  /** What a browser asks for before it sends anything. */
  | { readonly kind: 'settings' }
  /** How well a browser's library does, which nobody here reads. */
  | { readonly kind: 'metrics' };

const calls = ['batch', 'track', 'identify', 'page', 'screen', 'group', 'alias'] as const;

/** Servers name the call (`/v1/track`), browsers its first letter, after whatever they take for the host (`/t`, `/v1/t`). */
function segmentRoutes(): [string, IngestRoute][] {
  return calls.flatMap((call) =>
    [`/v1/${call}`, `/v1/${call.charAt(0)}`, `/${call.charAt(0)}`].map((path): [string, IngestRoute] => [
      `POST ${path}`,
      { kind: 'segment', call },
    ]),
  );
}

/** The route of the settings of a browser's library; its variable is `writeKey`. */
export const settingsRoute = 'GET /v1/projects/{writeKey}/settings';

/** What the HTTP API answers, by route key: method and path, with variables in braces. */
export const ingestRoutes: ReadonlyMap<string, IngestRoute> = new Map<string, IngestRoute>([
  ...segmentRoutes(),
  ['POST /v1/events', { kind: 'cloud events' }],
  [settingsRoute, { kind: 'settings' }],
  ['POST /v1/m', { kind: 'metrics' }],
  ['POST /m', { kind: 'metrics' }],
]);
