import { expect, test } from 'vitest';
import { mapFunctionResult } from '#infra/local/http/response-mapping.ts';

const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain;charset=utf-8' };

test.each([
  ['a string', 'Hello from Lambda!', { status: 200, headers: json, body: 'Hello from Lambda!' }],
  ['an object', { message: 'Hello' }, { status: 200, headers: json, body: '{"message":"Hello"}' }],
  ['null', null, { status: 200, headers: json, body: 'null' }],
  ['nothing', undefined, { status: 200, headers: json, body: 'null' }],
  ['a status alone', { statusCode: 202 }, { status: 202, headers: text, body: '' }],
  ['a status as text', { statusCode: '404', body: 'no' }, { status: 404, headers: text, body: 'no' }],
  [
    'headers of every kind and cookies',
    {
      statusCode: 200,
      headers: { 'Content-Type': 'text/html', 'X-Count': 3, 'X-On': true },
      cookies: ['a=1', 'b=2'],
      body: '<p>',
    },
    {
      status: 200,
      headers: { 'content-type': 'text/html', 'x-count': '3', 'x-on': 'true', 'set-cookie': ['a=1', 'b=2'] },
      body: '<p>',
    },
  ],
  [
    'a body in base64',
    {
      statusCode: 200,
      headers: { 'content-type': 'image/png', 'content-length': '99' },
      body: 'AAEC',
      isBase64Encoded: true,
    },
    { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from([0, 1, 2]) },
  ],
])('mapFunctionResult maps %s', (_name, result, expected) => {
  expect(mapFunctionResult(result)).toEqual(expected);
});

test.each([
  ['a status out of range', { statusCode: 42 }],
  ['a status that is no number', { statusCode: 'fine' }],
  ['a body that is an object', { statusCode: 200, body: { a: 1 } }],
  ['headers with an object', { statusCode: 200, headers: { a: {} } }],
  ['cookies that are a text', { statusCode: 200, cookies: 'a=1' }],
])('mapFunctionResult refuses %s', (_name, result) => {
  expect(() => mapFunctionResult(result)).toThrow("Cannot map the function's response");
});
