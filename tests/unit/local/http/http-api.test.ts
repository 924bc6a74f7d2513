import { describe, expect, test } from 'vitest';
import { mostBodyBytes } from '#infra/local/http/http-api.ts';
import { post, route, start } from './started-http-api.ts';

describe('startHttpApi gives the function an event', () => {
  test('startHttpApi builds the event of payload format 2.0', async () => {
    const { url, events } = await start();
    const response = await fetch(`${url}/v1/items/a%20b?one=1&one=2&two=x%26y+z`, {
      headers: { 'X-Key': 'k', cookie: 'a=1; b=2', 'user-agent': 'tests', 'x-forwarded-for': '10.0.0.1' },
    });
    expect(await response.json()).toEqual({ ok: true });
    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'GET /v1/items/{id}',
        rawPath: '/v1/items/a b',
        rawQueryString: 'one=1&one=2&two=x%26y+z',
        cookies: ['a=1', 'b=2'],
        headers: expect.objectContaining({
          'x-key': 'k',
          'x-forwarded-for': '10.0.0.1, 127.0.0.1',
          'x-forwarded-proto': 'http',
          'x-forwarded-port': new URL(url).port,
          'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
          host: new URL(url).host,
        }),
        queryStringParameters: { one: '1,2', two: 'x&y z' },
        pathParameters: { id: 'a b' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'api1',
          domainName: 'api1.execute-api.localhost',
          domainPrefix: 'api1',
          http: {
            method: 'GET',
            path: '/v1/items/a b',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'tests',
          },
          requestId: response.headers.get('apigw-requestid'),
          routeKey: 'GET /v1/items/{id}',
          stage: '$default',
          time: '31/Jan/2026:12:00:05 +0000',
          timeEpoch: Date.UTC(2026, 0, 31, 12, 0, 5, 250),
        },
        isBase64Encoded: false,
      },
    ]);
    expect(events[0]?.headers).not.toHaveProperty('cookie');
  });

  test.each([
    ['application/json', '{"a":"ü"}', false],
    ['application/json; charset=utf-8', '{}', false],
    ['text/csv', 'a,b', false],
    ['application/xml', '<a/>', false],
    ['application/javascript', 'x', false],
    ['application/octet-stream', 'bytes', true],
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['application/jsonish', '{}', true],
  ])('startHttpApi hands over a body of %s as text or base64', async (type, body, isBase64Encoded) => {
    const { url, events } = await start();
    await post(url, { headers: { 'content-type': type }, body });
    expect(events[0]).toMatchObject({
      body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
      isBase64Encoded,
    });
  });

  test('startHttpApi hands over compressed JSON as base64, since its bytes are no text', async () => {
    const { url, events } = await start();
    const bytes = new Uint8Array([0x1f, 0x8b, 0xff, 0x00]);
    await post(url, { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: bytes });
    expect(events[0]).toMatchObject({ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true });
  });

  test('startHttpApi leaves out body, cookies, query and path parameters where there are none', async () => {
    const { url, events } = await start();
    await post(url);
    const names = Object.keys(events[0] ?? {}).sort();
    expect(names).toEqual([
      'headers',
      'isBase64Encoded',
      'rawPath',
      'rawQueryString',
      'requestContext',
      'routeKey',
      'version',
    ]);
  });

  test('startHttpApi serves a named stage below its name only', async () => {
    const { url, events } = await start({ stageName: 'prod' });
    expect((await fetch(`${url}/prod/v1/batch`, { method: 'POST' })).status).toBe(200);
    expect((await post(url)).status).toBe(404);
    expect((await fetch(`${url}/production/v1/batch`, { method: 'POST' })).status).toBe(404);
    expect(events).toMatchObject([
      { rawPath: '/prod/v1/batch', routeKey: 'POST /v1/batch', requestContext: { stage: 'prod' } },
    ]);
  });
});

describe('startHttpApi answers', () => {
  const message = async (response: Response) => [response.status, await response.json()];

  test('startHttpApi answers with status, headers, cookies and body of the function', async () => {
    const { url } = await start({
      invoke: async () => ({
        statusCode: 201,
        headers: { 'X-A': 'b' },
        cookies: ['a=1', 'b=2'],
        body: 'AAH/',
        isBase64Encoded: true,
      }),
    });
    const response = await post(url);
    expect([response.status, response.headers.get('x-a'), response.headers.getSetCookie()]).toEqual([
      201,
      'b',
      ['a=1', 'b=2'],
    ]);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 1, 255]));
  });

  test('startHttpApi answers 404 where there is no route', async () => {
    const { url } = await start();
    expect(await message(await fetch(`${url}/v1/batch`))).toEqual([404, { message: 'Not Found' }]);
  });

  test.each([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['gives a malformed answer', async () => ({ statusCode: 200, body: 5 })],
    ['gives a header that cannot be sent', async () => ({ statusCode: 200, headers: { a: 'x\ny' } })],
  ])('startHttpApi answers 500 and logs when the function %s', async (_name, invoke) => {
    const { url, errors } = await start({ invoke });
    expect(await message(await post(url))).toEqual([500, { message: 'Internal Server Error' }]);
    expect(errors).toHaveLength(1);
  });

  test('startHttpApi answers 503 when the function takes longer than its integration allows', async () => {
    const invoke = () => new Promise(() => {});
    const { url, errors } = await start({ routes: [route('POST /v1/batch', 20)], invoke });
    expect(await message(await post(url))).toEqual([503, { message: 'Service Unavailable' }]);
    expect(errors).toEqual(['Cannot answer a request: the function took longer than 20 ms']);
  });

  test('startHttpApi takes a body of 10 MB and answers 413 to a longer one', async () => {
    const { url, events } = await start();
    const headers = { 'content-type': 'text/plain' };
    expect((await post(url, { headers, body: 'x'.repeat(mostBodyBytes) })).status).toBe(200);
    expect(events[0]?.body).toHaveLength(mostBodyBytes);
    const tooLong = 'x'.repeat(mostBodyBytes + 1);
    expect(await message(await post(url, { headers, body: tooLong }))).toEqual([
      413,
      { message: 'Request Entity Too Large' },
    ]);
  });

  test('startHttpApi answers 413 to a long body that does not say its length', async () => {
    const { url, events } = await start();
    const chunk = new Uint8Array(1024 * 1024);
    let left = 11;
    const body = new ReadableStream({
      pull: (controller) => {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const response = await post(url, { body, duplex: 'half' });
    expect(await message(response)).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(events).toEqual([]);
  });

  test('startHttpApi throttles each route by its own limits', async () => {
    let elapsedMs = 0;
    const { url } = await start({
      elapsedMs: () => elapsedMs,
      throttling: {
        everyRoute: { burst: 2, ratePerSecond: 1 },
        byRoute: { 'GET /v1/items/{id}': { burst: 1, ratePerSecond: 1 } },
      },
    });
    expect([(await post(url)).status, (await post(url)).status]).toEqual([200, 200]);
    expect(await message(await post(url))).toEqual([429, { message: 'Too Many Requests' }]);
    const item = async () => (await fetch(`${url}/v1/items/1`)).status;
    expect([await item(), await item()]).toEqual([200, 429]);
    elapsedMs += 1_000;
    expect((await post(url)).status).toBe(200);
  });

  test('startHttpApi says that its port is in use', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    await expect(start({ port })).rejects.toThrow(
      `Cannot start the HTTP API: port ${port} is in use; end that process or pass --port`,
    );
  });

  test('startHttpApi refuses throttling for a route that is not there', async () => {
    const throttling = { everyRoute: null, byRoute: { 'GET /none': { burst: 1, ratePerSecond: 1 } } };
    await expect(start({ throttling })).rejects.toThrow('throttling for the unknown route GET /none');
  });
});
