import { parseCustomerKey } from '#adapters/aws/item-keys.ts';
import { anonymousPrefix } from '#contracts/identifier.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

/** Who was claimed is joined into one of the claimants, wholly and for good; nobody else is joined. */
export function checkJoins(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  for (const [key, claimants] of expected.claimants) {
    const into = expected.joinedInto.get(key);
    if (into === undefined) differences.push(`${shownCustomer(key)}: expected to be joined, got none of it`);
    else if (!claimants.has(into)) differences.push(`${shownCustomer(key)}: joined into ${into}, who did not claim it`);
  }
  for (const [key, record] of seen.profiles) {
    if (record.joined === null) continue;
    const who = shownCustomer(key);
    if (!expected.claimants.has(key)) differences.push(`${who}: joined into ${record.joined.into}, claimed by nobody`);
    if (!record.customerId.startsWith(anonymousPrefix)) differences.push(`${who}: a user was joined`);
    if (!record.joined.absorbed) differences.push(`${who}: frozen, and never taken in by ${record.joined.into}`);
    if (Object.keys(record.memberships).length > 0) differences.push(`${who}: joined, and still in segments`);
    if (record.wakeAtMs !== null) differences.push(`${who}: joined, and would still be woken`);
  }
  return [...differences, ...checkSecondClaims(expected, seen), ...checkOneJoinEach(seen)];
}

/** Whoever claimed a visitor in vain can see who has it. */
function checkSecondClaims({ claimants, joinedInto }: ExpectedWorld, seen: SeenWorld): string[] {
  return [...claimants].flatMap(([key, users]) => {
    const holder = joinedInto.get(key);
    const visitor = parseCustomerKey(key).customerId;
    const isKnown = (user: string) =>
      (seen.refusedJoins.get(user) ?? []).some((join) => {
        return join.customerId === visitor && join.reason === 'taken' && holder?.endsWith(`|${join.holder}`) === true;
      });
    const others = [...users].filter((user) => user !== holder && !isKnown(user));
    return others.map((user) => `${shownCustomer(user)}: claimed ${visitor} in vain, and nothing says so`);
  });
}

/** Once joined, an anonymous customer stays with the same user. */
function checkOneJoinEach(seen: SeenWorld): string[] {
  return [...seen.writes].flatMap(([key, writes]) => {
    const intos = writes.flatMap(({ record }) => (record.joined === null ? [] : [record.joined.into]));
    const others = new Set(intos);
    if (others.size > 1) return [`${shownCustomer(key)}: joined into ${[...others].join(' and ')}`];
    const from = writes.findIndex(({ record }) => record.joined !== null);
    const isTornOff = from !== -1 && writes.slice(from).some(({ record }) => record.joined === null);
    return isTornOff ? [`${shownCustomer(key)}: joined, and then a customer of its own again`] : [];
  });
}
