import { accountPrefix } from '#contracts/identifier.ts';
import { quarantineReasons } from '#contracts/quarantine.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { type ExpectedWorld, eventKey, lateness } from './expected-world.ts';
import { quarantinedIds } from './quarantined-ids.ts';
import type { SeenWorld } from './seen-world.ts';

/** Whatever was sent was accepted in the end, and nothing else was. */
function checkAnswers(expected: ExpectedWorld): string[] {
  const differences = expected.strangers.map((event) => `accepted ${event.id}, which nobody sent`);
  for (const { deed } of expected.plan.events) {
    if (!expected.copies.has(eventKey(deed))) differences.push(`${eventKey(deed)} was sent and never accepted`);
  }
  return differences;
}

/** Flawed and late events lie in quarantine with the reason that they must have, and nothing else lies there. */
function checkQuarantine(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  for (const reason of quarantineReasons) {
    const [must, may] = [new Set<string>(), new Set<string>()];
    for (const [key, copies] of expected.copies) {
      for (const copy of copies) {
        const isLate = reason === 'late' && copy.flaw === 'none' ? lateness(copy) : 'in time';
        if (copy.flaw === reason || isLate === 'late') must.add(key);
        if (isLate === 'either') may.add(key);
      }
    }
    const found = quarantinedIds(seen.quarantined, reason);
    for (const key of must) {
      if (!found.has(key)) differences.push(`${key}: expected in quarantine as "${reason}", got nothing`);
    }
    for (const key of found) {
      if (!must.has(key) && !may.has(key)) differences.push(`${key}: expected no quarantine, got "${reason}"`);
    }
  }
  return differences;
}

/** How many accepted copies repeat an event that counts, and how many were set aside. */
function tally(expected: ExpectedWorld) {
  const stored = new Set(expected.plan.history.map(eventKey));
  const counting = new Set([...expected.counted.values()].flat().map(eventKey));
  let [accepted, duplicate, quarantined] = [0, 0, 0];
  for (const [key, copies] of expected.copies) {
    accepted += copies.length;
    const aside = copies.filter((copy) => copy.flaw !== 'none' || lateness(copy) === 'late').length;
    quarantined += counting.has(key) ? aside : copies.length;
    if (counting.has(key)) duplicate += copies.length - aside - (stored.has(key) ? 0 : 1);
  }
  return { accepted, duplicate, quarantined, stored: stored.size };
}

/** accepted = applied + duplicate + quarantined, where applied is what the profiles say themselves. */
function checkBalance(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const { accepted, duplicate, quarantined, stored } = tally(expected);
  const customers = [...seen.profiles.values()].filter(({ customerId }) => !customerId.startsWith(accountPrefix));
  const events = customers.reduce((sum, record) => sum + decodeState(record.state).events, 0);
  const applied = events - stored;
  if (accepted === applied + duplicate + quarantined) return [];
  return [`accepted ${accepted}, but applied ${applied} + duplicate ${duplicate} + quarantined ${quarantined}`];
}

/** No accepted event is missing, and none counts twice. */
export function checkAcceptance(expected: ExpectedWorld, seen: SeenWorld): string[] {
  return [...checkAnswers(expected), ...checkQuarantine(expected, seen), ...checkBalance(expected, seen)];
}
