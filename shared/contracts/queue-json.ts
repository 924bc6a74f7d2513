/**
 * A value as JSON that SQS takes: it takes the characters of XML 1.0 alone. JSON escapes the control characters by itself,
 * but not these two.
 */
export function queueJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('\ufffe', '\\ufffe').replaceAll('\uffff', '\\uffff');
}
