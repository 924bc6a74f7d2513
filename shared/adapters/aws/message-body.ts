/** Most bytes of one message, and of one request. */
export const maximumMessageBytes = 256 * 1024;

/** SQS takes the characters of XML 1.0 alone. JSON escapes the control characters by itself, but not these two. */
function escapeNoncharacters(json: string): string {
  return json.replaceAll('\ufffe', '\\ufffe').replaceAll('\uffff', '\\uffff');
}

/** Message → the JSON that lies in the queue. Throws, with both sizes, if it is too large for any request. */
export function messageBody(message: unknown): string {
  const body = escapeNoncharacters(JSON.stringify(message));
  const bytes = Buffer.byteLength(body);
  if (bytes > maximumMessageBytes) {
    throw new Error(`Cannot send a message: ${bytes} bytes, SQS takes ${maximumMessageBytes}`);
  }
  return body;
}
