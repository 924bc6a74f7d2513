import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { findFreePort } from '#infra/local/free-port.ts';

test('findFreePort gives a port that can be listened on, below those of outgoing connections', async () => {
  const port = await findFreePort();
  expect(port).toBeGreaterThanOrEqual(15_000);
  expect(port).toBeLessThan(32_768);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => server.close(resolve));
});
