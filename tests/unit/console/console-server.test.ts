import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConsoleServer } from '#infra/local/console-server/console-server.ts';
import { exampleSource } from '../../console-example.ts';

let url = '';
let stop = async (): Promise<void> => {};
const logged: string[] = [];

beforeAll(async () => {
  const source = { ...exampleSource(), inbox: () => Promise.reject(new Error('the table is gone')) };
  const server = await startConsoleServer({ source, port: 0, log: (message) => logged.push(message) });
  ({ url, stop } = server);
});
afterAll(() => stop());

type Got = { status: number; headers: Record<string, unknown>; body: string };

/** node:http, because fetch does not let a test choose the Host header. */
function get(path: string, options: { method?: string; host?: string } = {}): Promise<Got> {
  const { method = 'GET', host } = options;
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const headers = host === undefined ? {} : { host };
    const call = request({ hostname, port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    call.on('error', reject);
    call.end();
  });
}

describe('startConsoleServer', () => {
  test('startConsoleServer serves the page and every file that it asks for', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const asked = [...page.body.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    const script = await get('/console.js');
    const imported = [...script.body.matchAll(/from '\.(\/[^']+)'/g)].map(([, path]) => path ?? '');
    expect(asked.length).toBeGreaterThan(2);
    for (const path of [...asked, ...imported]) expect((await get(path)).status, path).toBe(200);
  });

  test('startConsoleServer sends headers that let nothing foreign in', async () => {
    for (const path of ['/', '/api/overview', '/nothing']) {
      const { headers } = await get(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  test('startConsoleServer answers what the source says, as JSON', async () => {
    const overview = await get('/api/overview');
    expect(overview.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(overview.body)).toEqual(JSON.parse(JSON.stringify(await exampleSource().overview())));
    expect(JSON.parse((await get('/api/mailbox')).body).total).toBe(3);
    expect(JSON.parse((await get(`/api/customers/${encodeURIComponent('a/b c')}`)).body).customerId).toBe('a/b c');
  });

  test('startConsoleServer shows a mail where it can run nothing', async () => {
    const { headers, body } = await get('/api/mailbox/mail-1');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    expect(body).toContain('&lt;b&gt;Max&lt;/b&gt;');
  });

  test.each([
    '/nothing',
    '/api/nothing',
    '/api/mailbox/none',
    '/api/customers/nobody',
    '/api/customers/%E0%A4%A',
    '/../package.json',
    '/console%2ejs',
  ])('startConsoleServer answers 404 for %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('startConsoleServer refuses to do anything but read', async () => {
    const { status, headers } = await get('/api/overview', { method: 'POST' });
    expect(status).toBe(405);
    expect(headers['allow']).toBe('GET, HEAD');
    const head = await get('/', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
  });

  test('startConsoleServer refuses other hosts, so that no foreign name can be pointed at it', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80']) {
      expect((await get('/api/overview', { host })).status, host).toBe(421);
    }
    for (const host of ['localhost', 'LOCALHOST:4600', '127.0.0.1:1', '[::1]:4600']) {
      expect((await get('/api/overview', { host })).status, host).toBe(200);
    }
  });

  test('startConsoleServer says why when it cannot read, and goes on', async () => {
    const { status, body } = await get('/api/inbox');
    expect(status).toBe(500);
    expect(JSON.parse(body)).toEqual({ error: 'Cannot read what to show: the table is gone' });
    expect(logged).toContain('Cannot answer /api/inbox: the table is gone');
    expect((await get('/api/overview')).status).toBe(200);
  });

  test('startConsoleServer says which port is in use', async () => {
    const port = Number(new URL(url).port);
    const second = startConsoleServer({ source: exampleSource(), port, log: () => {} });
    await expect(second).rejects.toThrow(`Cannot start the console: port ${port} is in use`);
  });
});
