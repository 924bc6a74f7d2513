import type { Random } from '#infra/local/demo/random.ts';
import type { FaultRates } from '../plan.ts';

const calm: FaultRates = {
  throttle: 0,
  lostRequest: 0,
  lostAnswer: 0,
  crash: 0,
  staleRead: 0,
  queueRepeat: 0,
  lostAcknowledgement: 0,
  streamRepeat: 0,
  refusedEntry: 0,
  emailRefused: 0,
  emailUncertain: 0,
};

/**
 * The faults of a run with an outage: what an outage costs is counted in requests, and a request that is lost or a message that
 * is delivered twice is one more for another reason.
 */
export function withCountableRequests(faults: FaultRates): FaultRates {
  return { ...faults, lostRequest: 0, lostAnswer: 0, queueRepeat: 0 };
}

/** Draws how much goes wrong in a run: nothing, a little, or so much that hardly anything works the first time. */
export function drawFaults(random: Random): FaultRates {
  const mood = random.next();
  if (mood < 0.1) return calm;
  const isWild = mood > 0.65;
  const rate = (mild: number, wild: number) => random.next() * (isWild ? wild : mild);
  return {
    throttle: rate(0.02, 0.09),
    lostRequest: rate(0.01, 0.05),
    lostAnswer: rate(0.02, 0.08),
    crash: rate(0.03, 0.13),
    staleRead: rate(0.1, 0.6),
    queueRepeat: rate(0.03, 0.25),
    lostAcknowledgement: rate(0.03, 0.2),
    streamRepeat: rate(0.05, 0.3),
    refusedEntry: rate(0.03, 0.25),
    emailRefused: rate(0.05, 0.3),
    emailUncertain: rate(0.03, 0.2),
  };
}
