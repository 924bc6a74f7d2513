import type { Server } from 'node:http';

export type RunningServer = {
  /** Without a slash at the end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

const drainLimitMs = 2_000;

/**
 * Starts a server. `what` names it in errors; port 0 takes any free port.
 * `stop` refuses new connections, lets answers under way finish for at most 2 s, then closes the rest.
 * @throws Error `Cannot start …: port N is in use…`
 */
export async function listen(server: Server, what: string, host: string, port: number): Promise<RunningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, what, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`Cannot start ${what}: no address, got ${address}`);
  const authority = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${authority}:${address.port}`, stop: () => stop(server) };
}

function explain(error: Error, what: string, host: string, port: number): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new Error(`Cannot start ${what}: port ${port} is in use; end that process or pass --port`, {
      cause: error,
    });
  }
  if (code === 'EACCES') return new Error(`Cannot start ${what}: port ${port} is not permitted`, { cause: error });
  return new Error(`Cannot start ${what}: ${host}:${port}: ${error.message}`, { cause: error });
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), drainLimitMs);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}
