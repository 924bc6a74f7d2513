import { describe, expect, test } from 'vitest';
import { post, route, start } from './started-http-api.ts';

describe('startHttpApi with CORS', () => {
  const cors = {
    allowOrigins: ['https://shop.example', 'http://*'],
    allowMethods: ['POST', 'GET'],
    allowHeaders: ['Authorization', 'content-type'],
    exposeHeaders: ['x-count'],
    maxAgeSeconds: 300,
    allowCredentials: true,
  };
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/anything`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  const corsHeaders = (response: Response) =>
    Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')));

  test.each(['https://shop.example', 'http://localhost:5000'])(
    'startHttpApi answers a preflight of %s',
    async (origin) => {
      const { url, events } = await start({ cors });
      const response = await preflight(url, origin);
      expect(response.status).toBe(204);
      expect(corsHeaders(response)).toEqual({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST,GET',
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-allow-credentials': 'true',
        'access-control-max-age': '300',
      });
      expect(events).toEqual([]);
    },
  );

  test('startHttpApi allows another origin nothing', async () => {
    const { url } = await start({ cors });
    const response = await preflight(url, 'https://evil.example');
    expect([response.status, corsHeaders(response)]).toEqual([204, {}]);
  });

  test('startHttpApi replaces the CORS headers of a function', async () => {
    const headers = { 'Access-Control-Allow-Origin': 'https://evil.example', 'x-count': '1' };
    const { url } = await start({ cors, invoke: async () => ({ statusCode: 200, headers, body: '' }) });
    const response = await post(url, { headers: { origin: 'https://shop.example' } });
    expect(corsHeaders(response)).toEqual({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-count',
    });
  });

  test('startHttpApi allows every origin with a star, also on errors', async () => {
    const any = { ...cors, allowOrigins: ['*'], allowCredentials: false, exposeHeaders: [] };
    const { url } = await start({ cors: any });
    const response = await fetch(`${url}/none`, { headers: { origin: 'https://a.example' } });
    expect([response.status, corsHeaders(response)]).toEqual([404, { 'access-control-allow-origin': '*' }]);
  });

  test('startHttpApi hands OPTIONS to a route when it is no preflight', async () => {
    const { url, events } = await start({ cors, routes: [route('ANY /{proxy+}')] });
    await fetch(`${url}/x`, { method: 'OPTIONS' });
    expect(events).toHaveLength(1);
  });
});
