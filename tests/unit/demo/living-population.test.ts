import { describe, expect, test } from 'vitest';
import { createLivingPopulation, type ReceivedMail } from '#infra/local/demo/living-population.ts';

const dayMs = 86_400_000;
const fromMs = Date.UTC(2026, 0, 1);
const fresh = { seed: 'living', customers: 400, fromMs, sentUntilMs: fromMs, contacts: [], lastMailId: null };

function addressesIn(events: ReturnType<ReturnType<typeof createLivingPopulation>['liveUntil']>): string[] {
  return events.flatMap(({ item }) => {
    const traits = item['traits'];
    const email = typeof traits === 'object' && traits !== null && !Array.isArray(traits) ? traits['email'] : null;
    return typeof email === 'string' ? [email] : [];
  });
}

describe('createLivingPopulation', () => {
  test('createLivingPopulation goes on from saved progress as if it had never stopped', () => {
    const unbroken = createLivingPopulation(fresh);
    const addresses = addressesIn(unbroken.liveUntil(fromMs + 20 * dayMs));
    unbroken.confirmSent();
    const mailbox = addresses.map((to) => ({ id: `mail to ${to}`, to, sentMs: fromMs + 19 * dayMs }));
    unbroken.react(mailbox.slice(0, 100));
    unbroken.liveUntil(fromMs + 25 * dayMs);
    unbroken.confirmSent();
    unbroken.react(mailbox.slice(0, 200));
    const resumed = createLivingPopulation(unbroken.progress());
    expect(resumed.sentUntilMs).toBe(fromMs + 25 * dayMs);
    expect(resumed.liveUntil(fromMs + 60 * dayMs)).toEqual(unbroken.liveUntil(fromMs + 60 * dayMs));
    expect(resumed.progress()).toEqual(unbroken.progress());
  });

  test('createLivingPopulation lives a step again that was not confirmed as sent', () => {
    const stopped = createLivingPopulation(fresh);
    stopped.liveUntil(fromMs + 5 * dayMs);
    stopped.confirmSent();
    const lost = stopped.liveUntil(fromMs + 6 * dayMs);
    expect(lost.length).toBeGreaterThan(0);
    expect(createLivingPopulation(stopped.progress()).liveUntil(fromMs + 6 * dayMs)).toEqual(lost);
  });

  test('createLivingPopulation reacts the same in whatever order the mails of one step arrive', () => {
    const live = (turn: (mails: ReceivedMail[]) => ReceivedMail[]) => {
      const population = createLivingPopulation(fresh);
      const addresses = addressesIn(population.liveUntil(fromMs + 20 * dayMs));
      population.confirmSent();
      population.react(turn(addresses.map((to) => ({ id: `mail to ${to}`, to, sentMs: fromMs + 19 * dayMs }))));
      return population.liveUntil(fromMs + 40 * dayMs);
    };
    expect(live((mails) => mails.toReversed())).toEqual(live((mails) => mails));
  });

  test('createLivingPopulation passes over mails to addresses that are not its own', () => {
    const population = createLivingPopulation(fresh);
    population.react([
      { id: '1', to: 'stranger@example.org', sentMs: fromMs },
      { id: '2', to: 'no address', sentMs: fromMs },
    ]);
    expect(population.progress()).toMatchObject({ contacts: [], lastMailId: '2' });
  });
});
