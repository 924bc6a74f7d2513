import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports that systems do not give to outgoing connections by themselves (Linux starts at 32,768, others at 49,152). One of
 * those could be taken by any connection between the moment it is found free and the moment it is used.
 */
const lowestPort = 15_000;
const highestPort = 32_000;

const mostAttempts = 50;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * Finds a port of 127.0.0.1 that is free now, for something that is started a little later.
 * @throws Error when 50 ports, drawn by lot, are all in use.
 */
export const findFreePort = async (): Promise<number> => {
  for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
    const port = randomInt(lowestPort, highestPort);
    if (await isFree(port)) return port;
  }
  throw new Error(`Cannot find a free port: ${mostAttempts} from ${lowestPort} to ${highestPort} are in use`);
};
