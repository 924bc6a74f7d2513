import { startBareServer } from '../bare-server.ts';
import { send } from './sending.ts';
import type { TrafficShape } from './traffic.ts';

const events = 100_000;

/** Events per second that a server takes which does no more than parse each request and answer it. */
export async function bareServerSpeed(shape: TrafficShape): Promise<number> {
  const server = await startBareServer();
  try {
    const traffic = { shape, events, label: 'bare' };
    const report = await send({
      url: server.url,
      authorization: 'none',
      traffic,
      connections: 32,
      eventsPerSecond: null,
    });
    return Math.round(events / report.seconds);
  } finally {
    await server.stop();
  }
}
