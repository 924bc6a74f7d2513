import type { CloudEvent } from '#contracts/cloud-event.ts';
import type { Json } from '#contracts/json.ts';

export type CloudEventData =
  | { readonly kind: 'data' /** Undefined where the event carries none. */; readonly value: Json | undefined }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Longest media type that is shown. */
const shownLength = 80;

/** Whether data of a media type are JSON: `application/json`, `text/json`, or any type that ends in `+json`. */
export function isJsonMediaType(mediaType: string): boolean {
  return /^\s*(?:(?:application|text)\/json|[\w.+-]+\/[\w.+-]+\+json)\s*(?:;|$)/i.test(mediaType);
}

/**
 * The data of a CloudEvent as a JSON value. Without `datacontenttype` they are JSON. Source: CloudEvents 1.0.2, JSON event
 * format, section 3.1, "Handling of data".
 */
export function dataOfCloudEvent(event: Pick<CloudEvent, 'data' | 'data_base64' | 'datacontenttype'>): CloudEventData {
  const { data, data_base64: base64, datacontenttype: mediaType } = event;
  const isThere = data !== undefined && data !== null;
  if (!isThere && (base64 === undefined || base64 === null)) return { kind: 'data', value: undefined };
  if (mediaType !== undefined && mediaType !== null && !isJsonMediaType(mediaType)) {
    const shown = JSON.stringify(mediaType.slice(0, shownLength));
    return { kind: 'unreadable', detail: `datacontenttype: must be application/json, got ${shown}` };
  }
  if (isThere) return { kind: 'data', value: data };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64 ?? '', 'base64'));
    return { kind: 'data', value: JSON.parse(text) };
  } catch {
    return { kind: 'unreadable', detail: 'data_base64: must be JSON text in UTF-8, encoded as base64' };
  }
}
