import type { ServerResponse } from 'node:http';

/** One answer of the console, whole. */
export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly contentSecurityPolicy: string;
};

/** The page loads nothing that this server does not serve itself, and nobody may put it into a frame. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A mail runs no script, loads nothing, and is of nobody's origin. */
export const mailPolicy = [
  'sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** A value as JSON. */
export function jsonAnswer(status: number, value: unknown): Answer {
  const contentType = 'application/json; charset=utf-8';
  return { status, contentType, body: JSON.stringify(value), contentSecurityPolicy: pagePolicy };
}

/** The HTML of a mail, to be shown in a frame. */
export function mailAnswer(html: string): Answer {
  return { status: 200, contentType: 'text/html; charset=utf-8', body: html, contentSecurityPolicy: mailPolicy };
}

/** Sends an answer with the headers that keep other pages out. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': Buffer.byteLength(answer.body),
    'content-security-policy': answer.contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(answer.status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(answer.body);
}
