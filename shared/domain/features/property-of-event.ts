import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json } from '#contracts/json.ts';
import { valueAtPath } from '#domain/ingest/json-path.ts';

/** What an event says of itself beside its properties, by its path. */
const ownFields: Readonly<Record<string, (event: CanonicalEvent) => string | null>> = {
  'event.name': (event) => event.name,
  'event.type': (event) => event.type,
  'event.userId': (event) => event.userId,
  'event.anonymousId': (event) => event.anonymousId,
  'event.accountId': (event) => event.accountId,
};

/**
 * Reads a property by its path: in the properties; in the context where the path begins with `context.`; or what the event
 * itself is called, by `event.name`, `event.type`, `event.userId`, `event.anonymousId` and `event.accountId`. Undefined where
 * there is none.
 */
export function compileProperty(path: string): (event: CanonicalEvent) => Json | undefined {
  const own = Object.hasOwn(ownFields, path) ? ownFields[path] : undefined;
  if (own !== undefined) return (event) => own(event) ?? undefined;
  const steps = path.split('.');
  if (steps[0] !== 'context' || steps.length === 1) return (event) => valueAtPath(event.properties, steps);
  const inContext = steps.slice(1);
  return (event) => valueAtPath(event.context, inContext);
}
