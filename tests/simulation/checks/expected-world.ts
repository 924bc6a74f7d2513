import { customerKey } from '#adapters/aws/item-keys.ts';
import { accountPrefix, anonymousPrefix } from '#contracts/identifier.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import type { PlannedEvent } from '../plan.ts';
import { dayMs } from '../workload/draw-scene.ts';
import type { Deed, SimEvent, SimPlan } from '../workload/sim-event.ts';
import { quarantinedIds } from './quarantined-ids.ts';
import type { SeenWorld } from './seen-world.ts';

/** How long after its first attempt a client may still repeat a call. */
const longestRetryMs = 2 * dayMs;

/** How late a live event may come. Written down a second time: a check does not ask the product what is right. */
const horizonMs = 30 * dayMs;

/** What must be there after a run, as far as it follows from what was sent. */
export type ExpectedWorld = {
  readonly plan: SimPlan;
  /** The accepted copies of every event, by event (`eventKey`). */
  readonly copies: ReadonlyMap<string, readonly SimEvent[]>;
  /** What counts for each customer in the end: what was stored already, what came, what came with a join. */
  readonly counted: ReadonlyMap<string, readonly Deed[]>;
  /** The events that count for each account: those that name it, by its key. What was stored before knew of none. */
  readonly ofAccounts: ReadonlyMap<string, readonly Deed[]>;
  /** Which users said that an anonymous customer is theirs. */
  readonly claimants: ReadonlyMap<string, ReadonlySet<string>>;
  /** Where anonymous customers went: as it was seen, for the first claim to be worked on wins. */
  readonly joinedInto: ReadonlyMap<string, string>;
  /** Accepted events that do not belong to the plan; there must be none. */
  readonly strangers: readonly PlannedEvent[];
};

/** Tells the events of a run apart. */
export function eventKey(deed: Pick<Deed, 'tenant' | 'id'>): string {
  return `${deed.tenant}|${deed.id}`;
}

/** Whose event it is, as the key of the customer. */
export function ownerOf(deed: Deed): string {
  return customerKey(deed.tenant, customerOf(deed) ?? '');
}

/** The key of the anonymous customer that an event says is its user, or null. */
export function claimOf(deed: Deed): string | null {
  if (deed.userId === null) return null;
  const claimed =
    deed.type === 'identify' ? deed.anonymousId : deed.type === 'alias' ? deed.properties['previousId'] : null;
  return typeof claimed === 'string' ? customerKey(deed.tenant, `${anonymousPrefix}${claimed}`) : null;
}

/**
 * Whether a copy must count or must be set aside as late. `either`: it came through HTTP, and the attempt that got through
 * decides; the plan sees to it that no first copy is in doubt.
 */
export function lateness(copy: SimEvent): 'in time' | 'late' | 'either' {
  const { timeMs } = copy.deed;
  if (copy.clock.mode === 'replay') return 'in time';
  if (timeMs < copy.sentMs - horizonMs) return 'late';
  return copy.door === 'http' && timeMs < copy.sentMs + longestRetryMs - horizonMs ? 'either' : 'in time';
}

function readAccepted(plan: SimPlan, seen: SeenWorld) {
  const planned = new Map<PlannedEvent, SimEvent>(plan.events.map((event) => [event, event]));
  const copies = new Map<string, SimEvent[]>();
  const strangers: PlannedEvent[] = [];
  for (const accepted of seen.evidence.accepted) {
    const event = planned.get(accepted);
    if (event === undefined) {
      strangers.push(accepted);
      continue;
    }
    const key = eventKey(event.deed);
    const known = copies.get(key);
    if (known === undefined) copies.set(key, [event]);
    else known.push(event);
  }
  return { copies, strangers };
}

/** Whether an event counts where it comes: it is without a flaw, and one of its copies is not too late. */
function counts(key: string, group: readonly SimEvent[], lateIds: ReadonlySet<string>): boolean {
  const sound = group.filter((copy) => copy.flaw === 'none');
  const isInTime = sound.some((copy) => lateness(copy) === 'in time');
  return isInTime || (sound.some((copy) => lateness(copy) === 'either') && !lateIds.has(key));
}

/** The events that count: those without a flaw, unless every copy came too late. */
function countedDeeds(
  plan: SimPlan,
  copies: ReadonlyMap<string, readonly SimEvent[]>,
  lateIds: ReadonlySet<string>,
): Deed[] {
  const stored = new Set(plan.history.map(eventKey));
  const counted = [...plan.history];
  for (const [key, group] of copies) {
    const first = group.find((copy) => copy.flaw === 'none');
    if (first !== undefined && !stored.has(key) && counts(key, group, lateIds)) counted.push(first.deed);
  }
  return counted;
}

function deedsOfAccounts(copies: ReadonlyMap<string, readonly SimEvent[]>, lateIds: ReadonlySet<string>) {
  const accounts = new Map<string, Deed[]>();
  for (const [key, group] of copies) {
    const deed = group.find((copy) => copy.flaw === 'none')?.deed;
    if (deed === undefined || deed.accountId === null || !counts(key, group, lateIds)) continue;
    const account = customerKey(deed.tenant, `${accountPrefix}${deed.accountId}`);
    accounts.set(account, [...(accounts.get(account) ?? []), deed]);
  }
  return accounts;
}

function claimantsOf(deeds: readonly Deed[]): Map<string, Set<string>> {
  const claimants = new Map<string, Set<string>>();
  for (const deed of deeds) {
    const claimed = claimOf(deed);
    if (claimed === null) continue;
    const users = claimants.get(claimed) ?? new Set<string>();
    claimants.set(claimed, users.add(ownerOf(deed)));
  }
  return claimants;
}

/** Works out what must be there after a run. */
export function expectWorld(plan: SimPlan, seen: SeenWorld): ExpectedWorld {
  const { copies, strangers } = readAccepted(plan, seen);
  const lateIds = quarantinedIds(seen.quarantined, 'late');
  const deeds = countedDeeds(plan, copies, lateIds);
  const joinedInto = new Map<string, string>();
  for (const [key, { tenant, joined }] of seen.profiles) {
    if (joined !== null) joinedInto.set(key, customerKey(tenant, joined.into));
  }
  const counted = new Map<string, Deed[]>();
  for (const deed of deeds) {
    const owner = ownerOf(deed);
    const final = joinedInto.get(owner) ?? owner;
    const own = counted.get(final) ?? [];
    own.push(deed);
    counted.set(final, own);
  }
  const ofAccounts = deedsOfAccounts(copies, lateIds);
  return { plan, copies, counted, ofAccounts, claimants: claimantsOf(deeds), joinedInto, strangers };
}
