import { createPopulation, type Population, type PopulationEvent } from './population.ts';
import type { DemoProgress } from './saved-session.ts';

/** An e-mail that reached somebody, as the mailbox has it. */
export type ReceivedMail = { readonly id: string; readonly to: string; readonly sentMs: number };

/** The population, and how far it has lived. */
export type LivingPopulation = {
  /** Everything that happens up to a time, in order. It must be sent, and confirmed, before the next step. */
  liveUntil(untilMs: number): PopulationEvent[];
  /** What happened up to the last step has been sent: a population that is saved now goes on from there. */
  confirmSent(): void;
  /** Lets those react who got a mail since the last call; the whole mailbox is given, oldest first. */
  react(mailbox: readonly ReceivedMail[]): void;
  readonly sentUntilMs: number;
  progress(): DemoProgress;
};

/** Wakes the population of a saved demo, or of a new one, and lets it live again what it has lived already. */
export function createLivingPopulation(saved: DemoProgress): LivingPopulation {
  const { seed, customers, fromMs } = saved;
  const population = createPopulation({ seed, customers, fromMs });
  const contacts = [...saved.contacts];
  let sentUntilMs = saved.sentUntilMs;
  let livedUntilMs = saved.sentUntilMs;
  let lastMailId = saved.lastMailId;

  for (const { customerId, atMs, positionMs } of contacts) {
    passUntil(population, positionMs);
    population.contacted(customerId, atMs);
  }
  passUntil(population, sentUntilMs);

  return {
    liveUntil(untilMs) {
      const events = [...population.until(untilMs)];
      livedUntilMs = Math.max(livedUntilMs, untilMs);
      return events;
    },
    confirmSent() {
      sentUntilMs = livedUntilMs;
    },
    react(mailbox) {
      // Mails of one step come in any order; the order of reactions must not depend on it.
      const seen = mailbox.findLastIndex(({ id }) => id === lastMailId) + 1;
      const fresh = mailbox.slice(seen).toSorted((a, b) => a.to.localeCompare(b.to));
      lastMailId = mailbox.at(-1)?.id ?? lastMailId;
      for (const { to, sentMs } of fresh) {
        const customerId = to.slice(0, to.indexOf('@'));
        if (population.truthOf(customerId)?.email !== to) continue;
        const atMs = Math.min(sentMs, sentUntilMs);
        population.contacted(customerId, atMs);
        contacts.push({ customerId, atMs, positionMs: sentUntilMs });
      }
    },
    get sentUntilMs() {
      return sentUntilMs;
    },
    progress: () => ({ seed, customers, fromMs, sentUntilMs, contacts: [...contacts], lastMailId }),
  };
}

function passUntil(population: Population, untilMs: number): void {
  // What happened before was sent before.
  for (const _event of population.until(untilMs));
}
