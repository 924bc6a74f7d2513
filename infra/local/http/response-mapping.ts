import * as z from 'zod';

/** What goes back to the client. Header values are lists, since `set-cookie` may come many times. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
};

const headerValue = z.union([z.string(), z.number(), z.boolean()]);

const formattedResponse = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** An answer of API Gateway's own, as `{"message":"Not Found"}`. */
export const messageAnswer = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/**
 * Maps a function's result to an answer by payload format 2.0: without a statusCode the result itself is the body, as
 * JSON with status 200; with one, status, headers, cookies and body are taken from it.
 * @throws Error when the result has a statusCode and is malformed otherwise, which API Gateway answers with 500.
 */
export function mapFunctionResult(result: unknown): HttpAnswer {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) return inferAnswer(result);
  const parsed = formattedResponse.safeParse(result);
  if (!parsed.success) throw new Error(`Cannot map the function's response: ${z.prettifyError(parsed.error)}`);
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const answerHeaders: Record<string, string | readonly string[]> = { 'content-type': 'text/plain;charset=utf-8' };
  for (const [name, value] of Object.entries(headers ?? {})) answerHeaders[name.toLowerCase()] = String(value);
  if (cookies != null && cookies.length > 0) answerHeaders['set-cookie'] = cookies;
  // Node sets the length of what it really sends.
  delete answerHeaders['content-length'];
  delete answerHeaders['transfer-encoding'];
  return {
    status: statusCode,
    headers: answerHeaders,
    body: isBase64Encoded === true ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function inferAnswer(result: unknown): HttpAnswer {
  const body = typeof result === 'string' ? result : (JSON.stringify(result) ?? 'null');
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}
