import type { JsonObject } from '#contracts/json.ts';
import type { HttpCall } from './ingest-call.ts';

/** Where the API of a call is: what stands before `/v1/projects` in its address. Null where the call does not say. */
function apiOf({ path, headers }: Pick<HttpCall, 'path' | 'headers'>): JsonObject {
  const { host } = headers;
  if (host === undefined || host === '') return {};
  const before = path.slice(0, Math.max(0, path.lastIndexOf('/v1/projects/')));
  return { apiHost: `${host}${before}/v1`, protocol: headers['x-forwarded-proto'] === 'http' ? 'http' : 'https' };
}

/**
 * What analytics.js asks for before it sends anything: no destination but this one, at this very address, every event
 * allowed, and no metrics about the library itself.
 */
export function browserSettings(writeKey: string, call: Pick<HttpCall, 'path' | 'headers'>): JsonObject {
  const everything = { __default: { enabled: true, integrations: {} } };
  return {
    integrations: {
      'Segment.io': { apiKey: writeKey, addBundledMetadata: false, unbundledIntegrations: [], ...apiOf(call) },
    },
    plan: { track: everything, identify: everything, group: everything },
    metrics: { sampleRate: 0 },
    enabledMiddleware: {},
    remotePlugins: [],
    legacyVideoPluginsEnabled: false,
  };
}
