import type { Random } from '#infra/local/demo/random.ts';
import type { Faults } from './faults.ts';

/** How long things take, in milliseconds. */
export type Latency = {
  /** One way over the network. */
  network(): number;
  /** Until a message can be received. */
  queue(): number;
  /** A request that its sender has given up takes effect this much later. */
  straggler(): number;
};

/** The share of requests and messages that are much slower than usual while things go wrong. */
const slowShare = 0.03;
const slowNetworkMs = 4_000;
const slowQueueMs = 150_000;

/** Makes latencies: short ones mostly, and with a long tail while things go wrong. */
export function createLatency(random: Random, faults: Faults): Latency {
  const isSlow = () => faults.isOn() && random.chance(slowShare);
  return {
    // The product of two draws: small mostly, so that each call can overtake each other one, and few by much.
    network: () => 0.2 + random.next() * random.next() * (isSlow() ? slowNetworkMs : 25),
    queue: () => 1 + random.next() * random.next() * (isSlow() ? slowQueueMs : 80),
    straggler: () => random.next() * random.next() * 6_000,
  };
}
