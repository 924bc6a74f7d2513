import { isJsonObject, type JsonObject } from '#contracts/json.ts';
import { maximumEventsPerRequest, maximumRequestBytes } from '#contracts/segment-request.ts';
import { isJsonMediaType } from './cloud-event-data.ts';
import type { Refusal } from './decode-segment-request.ts';
import { decodeHeaderValue } from './header-value.ts';

/** HTTP headers with their names in lower case. */
export type HttpHeaders = Readonly<Record<string, string | undefined>>;

/** What came over HTTP, as CloudEvents in their JSON format; none of them is checked yet. */
export type HttpCloudEvents = { readonly kind: 'cloud events'; readonly events: readonly unknown[] };

/** Longest value of the sender's that a refusal shows. */
const shownLength = 80;

const refuse = (message: string, status: 400 | 413 = 400): Refusal => ({ kind: 'refused', status, message });

/** Names of attributes, as headers carry them. Source: CloudEvents 1.0.2, section "Attribute naming convention". */
const attributeHeader = /^ce-([a-z0-9]+)$/;

/** What is no attribute of its own in binary mode: the data are the body, and their type is that of the body. */
const bodyAttributes = new Set(['data', 'database64', 'datacontenttype']);

function parseJson(text: string): { readonly value: unknown } | Refusal {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    return refuse(`Cannot read the body as JSON: ${reason}`);
  }
}

function fromBody(body: string): HttpCloudEvents | Refusal {
  const parsed = parseJson(body);
  if ('kind' in parsed) return parsed;
  const { value } = parsed;
  if (!Array.isArray(value) && !isJsonObject(value)) {
    return refuse('Cannot read the CloudEvents: the body must be a JSON object, or a list of them');
  }
  const events: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (events.length <= maximumEventsPerRequest) return { kind: 'cloud events', events };
  return refuse(`Cannot take the request: ${events.length} events, the limit is ${maximumEventsPerRequest}`, 413);
}

/** Binary mode: the attributes are headers, the data are the body. */
function fromHeaders(headers: HttpHeaders, body: string): HttpCloudEvents | Refusal {
  const event: JsonObject = {};
  for (const [name, value] of Object.entries(headers)) {
    const attribute = attributeHeader.exec(name)?.[1];
    if (attribute === undefined || value === undefined || bodyAttributes.has(attribute)) continue;
    const decoded = decodeHeaderValue(value);
    if (decoded === null) {
      const shown = value.slice(0, shownLength);
      return refuse(`Cannot read the header ${name}: its percent-encoded bytes must be UTF-8, got ${shown}`);
    }
    event[attribute] = decoded;
  }
  const mediaType = headers['content-type'];
  if (mediaType !== undefined && mediaType !== '') event['datacontenttype'] = mediaType;
  if (body === '') return { kind: 'cloud events', events: [event] };
  // What is no JSON goes on as text, and is set aside with its reason like that of any other door.
  if (mediaType !== undefined && !isJsonMediaType(mediaType)) {
    return { kind: 'cloud events', events: [{ ...event, data: body }] };
  }
  const parsed = parseJson(body);
  return 'kind' in parsed ? parsed : { kind: 'cloud events', events: [{ ...event, data: parsed.value }] };
}

/**
 * Reads CloudEvents from an HTTP request, or refuses it as a whole where it can never be valid: the modes are structured
 * (`application/cloudevents+json`), batched (`application/cloudevents-batch+json`) and binary (attributes in headers `ce-…`).
 * JSON that says by itself that it is CloudEvents is taken under any JSON type. Source: CloudEvents 1.0.2, HTTP protocol
 * binding, section 3.
 */
export function cloudEventsOfHttp(headers: HttpHeaders, body: string): HttpCloudEvents | Refusal {
  const bytes = Buffer.byteLength(body);
  if (bytes > maximumRequestBytes) {
    return refuse(`Cannot take the request: ${bytes} bytes, the limit is ${maximumRequestBytes}`, 413);
  }
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
  const format = /^application\/cloudevents(?:-batch)?(.*)$/i.exec(mediaType.trim())?.[1];
  if (format !== undefined && format !== '' && format.toLowerCase() !== '+json') {
    const shown = mediaType.trim().slice(0, shownLength);
    return refuse(`Cannot read CloudEvents of the format ${shown}: send application/cloudevents+json`);
  }
  if (format !== undefined) return fromBody(body);
  const isBinary = ['ce-specversion', 'ce-id', 'ce-source', 'ce-type'].some((name) => headers[name] !== undefined);
  if (isBinary) return fromHeaders(headers, body);
  const read = fromBody(body);
  const isOne = (value: unknown) => isJsonObject(value) && value['specversion'] !== undefined;
  if (read.kind === 'refused' || read.events.every(isOne)) return read;
  return refuse(
    'Cannot find a CloudEvent: send application/cloudevents+json, application/cloudevents-batch+json, or the headers ' +
      'ce-specversion, ce-id, ce-source and ce-type',
  );
}
