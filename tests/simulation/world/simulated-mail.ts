import { createMemoryEmailSender } from '#adapters/memory/memory-email-sender.ts';
import type { Email, EmailSender } from '#ports/email-sender.ts';
import type { Invocation } from './invocation.ts';
import type { World } from './world.ts';

/** The share of refusals that trying again does not help. */
const finalShare = 0.25;

/** The provider of e-mail. */
export type SimulatedMail = {
  /** The provider as it treats the invocations of a container. */
  emailsFor(running: () => Invocation): EmailSender;
  readonly sent: () => Email[];
};

const lostConnection = () => new Error('Cannot send an e-mail: the connection was lost');

/** Makes a provider that refuses by chance, and whose connection is lost by chance before or after it took an e-mail. */
export function createSimulatedMail(world: World): SimulatedMail {
  const { faults, random } = world;
  let isSpared = false;
  const provider = createMemoryEmailSender(() => {
    if (isSpared || !faults.happens('emailRefused', 'refused', 'e-mail')) return null;
    return { kind: 'refused', reason: 'simulated', retryable: !random.chance(finalShare) };
  });
  const emailsFor = (running: () => Invocation): EmailSender => ({
    async send(email) {
      // The provider decides at once, before anything else can set this.
      isSpared = running().isSpared;
      if (isSpared || !faults.happens('emailUncertain', 'uncertain', 'e-mail')) return provider.send(email);
      if (random.chance(0.5)) throw lostConnection();
      const result = await provider.send(email);
      if (result.kind === 'refused') return result;
      throw lostConnection();
    },
  });
  return { emailsFor, sent: provider.sent };
}
