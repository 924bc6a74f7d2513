import type { JsonObject } from '#contracts/json.ts';
import { type PropertyType, plainType } from './property-type.ts';

/** A day that exists: the months by their lengths, and 29 February in leap years. */
const day = [
  '(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])',
  '|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))',
  '|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)',
].join('');
const minute = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const second = ':[0-5]\\d(?:\\.\\d+)?';

/** What RFC 3339 calls a date-time. */
const instantSource = `^${day}T${minute}${second}(?:Z|[+-]${minute})$`;
const withoutOffsetSource = `^${day}(?:T${minute}(?:${second})?)?$`;
const instant = new RegExp(instantSource, 'u');
const withoutOffset = new RegExp(withoutOffsetSource, 'u');

/** A date, or a date with a time, in ISO 8601, with or without an offset. */
export function time(): PropertyType {
  const anyOf: JsonObject[] = [{ format: 'date-time', pattern: instantSource }, { pattern: withoutOffsetSource }];
  return plainType('a time in ISO 8601', { type: 'string', anyOf }, (value) => {
    return typeof value === 'string' && (instant.test(value) || withoutOffset.test(value));
  });
}
