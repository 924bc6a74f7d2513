import { isDeepStrictEqual } from 'node:util';
import { text } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import type { Transition } from '#contracts/transition.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { type SeenWorld, shownCustomer, type Write } from './seen-world.ts';

function checkAgainst(what: string, { committed, inOlderWords }: SeenWorld, told: readonly Transition[]): string[] {
  const differences: string[] = [];
  const found = new Set<string>();
  for (const transition of told) {
    const original = committed.get(transition.id);
    found.add(transition.id);
    if (original === undefined) differences.push(`${transition.id} was ${what}, and no write holds it`);
    else if (![original, inOlderWords.get(transition.id)].some((one) => isDeepStrictEqual(one, transition))) {
      const [wanted, got] = [JSON.stringify(original), JSON.stringify(transition)];
      differences.push(`${transition.id} was ${what} otherwise than written: expected ${wanted}, got ${got}`);
    }
  }
  for (const id of committed.keys()) {
    if (!found.has(id)) differences.push(`${id} was written and never ${what}`);
  }
  return differences;
}

/** The first announcement of each transition comes in the order of the customer's versions. */
function checkOrder(announced: readonly Transition[]): string[] {
  const differences: string[] = [];
  const latest = new Map<string, number>();
  const known = new Set<string>();
  for (const { id, tenant, customerId, profileVersion } of announced) {
    if (known.has(id)) continue;
    known.add(id);
    const key = `${tenant}|${customerId}`;
    const before = latest.get(key) ?? 0;
    if (profileVersion < before) {
      differences.push(`${id} was announced after version ${before} of ${shownCustomer(key)}`);
    }
    latest.set(key, Math.max(before, profileVersion));
  }
  return differences;
}

/** Each write follows on the one before: no version is missing, and none is written twice. */
function checkVersions(key: string, startVersion: number, writes: readonly Write[]): string[] {
  let version = startVersion;
  for (const { record } of writes) {
    if (record.version !== version + 1) {
      return [`${shownCustomer(key)}: expected a write of version ${version + 1}, got ${record.version}`];
    }
    version = record.version;
  }
  return [];
}

/** Entered and exited alternate for each segment, and lead to the memberships that are stored at the end. */
function checkAlternation(key: string, start: readonly string[], writes: readonly Write[], seen: SeenWorld): string[] {
  const differences: string[] = [];
  const inside = new Set(start);
  for (const transition of writes.flatMap((write) => write.transitions)) {
    if (transition.type === 'Churn Risk Changed' || transition.type === 'Customer Migrated') continue;
    const isEntry = transition.type === 'Segment Entered';
    if (inside.has(transition.segment) === isEntry)
      differences.push(`${transition.id}: ${transition.type} twice in a row`);
    if (isEntry) inside.add(transition.segment);
    else inside.delete(transition.segment);
  }
  const wanted = [...inside].sort().join(', ');
  const got = Object.keys(seen.profiles.get(key)?.memberships ?? {})
    .sort()
    .join(', ');
  if (wanted !== got)
    differences.push(`${shownCustomer(key)}: the transitions lead to [${wanted}], stored is [${got}]`);
  return differences;
}

/** Every transition of a write was announced and recorded, in order; nothing else was; together they tell the truth. */
export function checkTransitions(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const stored = new Map(
    expected.plan.olderItems
      .filter((item) => text(item, 'sk') === profileSortKey)
      .map((item) => [text(item, 'pk'), parseProfileItem(item)]),
  );
  const ofCustomers = [...seen.writes].flatMap(([key, writes]) => {
    const start = stored.get(key);
    return [
      ...checkVersions(key, start?.version ?? 0, writes),
      ...checkAlternation(key, Object.keys(start?.memberships ?? {}), writes, seen),
    ];
  });
  return [
    ...checkAgainst('announced', seen, seen.evidence.announced),
    ...checkAgainst('recorded in the ledger', seen, seen.recordedTransitions),
    ...checkOrder(seen.evidence.announced),
    ...ofCustomers,
  ];
}
