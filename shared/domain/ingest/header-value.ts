/** A run of percent-encoded bytes. */
const encodedBytes = /(?:%[0-9A-Fa-f]{2})+/g;

/**
 * The value of an attribute, out of an HTTP header: a quoted string is unquoted, then one round of percent-decoding. A
 * percent sign that begins no encoded byte stays as it is. Null where the encoded bytes are no UTF-8. Source: CloudEvents
 * 1.0.2, HTTP protocol binding, section 3.1.3.2, "HTTP header values".
 */
export function decodeHeaderValue(value: string): string | null {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(value.trim())?.[1];
  const plain = quoted === undefined ? value.trim() : quoted.replaceAll(/\\(.)/gs, '$1');
  try {
    return plain.replaceAll(encodedBytes, decodeURIComponent);
  } catch {
    return null;
  }
}
