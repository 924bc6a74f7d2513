import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { maximumNesting } from '#contracts/json.ts';

/**
 * How many bytes of JSON one UTF-16 unit of a text can become: 6 for any text (`\u0000`), 1 where the text is known to be ASCII
 * without anything that JSON escapes.
 */
export type UnitBytes = 1 | 6;

/** Bytes of JSON around a name or a text: quotes, a colon, a comma. */
const quotesBytes = 4;

/** Bytes of the longest number (`-1.7976931348623157e+308`) and its comma; `false` and `null` have fewer. */
const numberBytes = 25;

/** Bytes of an event beside its texts, its properties and its context: the names of its members, and its times. */
const envelopeBytes = 250;

/** An upper bound of the bytes of an object or array as JSON; infinity where it nests deeper than so many levels. */
function mostBytes(value: object, levels: number, unitBytes: UnitBytes): number {
  if (levels <= 0) return Number.POSITIVE_INFINITY;
  let bytes = 3;
  const isArray = Array.isArray(value);
  // A plain loop over names, because this looks at every value of every event: lists of names or values take twice as long.
  for (const name in value) {
    const one: unknown = Reflect.get(value, name);
    if (!isArray) bytes += quotesBytes + unitBytes * name.length;
    if (typeof one === 'string') bytes += quotesBytes + unitBytes * one.length;
    else if (typeof one === 'object' && one !== null) bytes += mostBytes(one, levels - 1, unitBytes);
    else bytes += numberBytes;
  }
  return bytes;
}

/**
 * An upper bound of the bytes of an event as the queue has it, without writing it, which takes as long as all the rest of
 * ingestion; infinity where its properties or its context nest too deeply.
 */
export function mostEventBytes(event: CanonicalEvent, unitBytes: UnitBytes): number {
  const { tenant, id, name, userId, anonymousId, accountId, properties, context } = event;
  const ids = tenant.length + id.length + (userId?.length ?? 0) + (anonymousId?.length ?? 0) + (accountId?.length ?? 0);
  return (
    envelopeBytes +
    unitBytes * (ids + name.length) +
    mostBytes(properties, maximumNesting, unitBytes) +
    mostBytes(context, maximumNesting, unitBytes)
  );
}
