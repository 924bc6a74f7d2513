import { accounts, type Deed, drawDeed, users } from './isolation-events.ts';
import { type IsolationPlay, modelOf, openPlay } from './isolation-play.ts';
import { readAccount, readCustomer, readLists, readWithForeignIds } from './isolation-reads.ts';
import type { IsolationStores } from './isolation-stores.ts';
import { changeKeys, letTimePass, revokeKey, sendDeed, smuggle } from './isolation-writes.ts';
import { isolatedTenants } from './marks.ts';

/** Leaks after which a run says no more. */
const mostLeaks = 20;

/** Deeds that may be sent once more. */
const remembered = 10;

/** What a run came to. */
export type IsolationResult = {
  readonly operations: Readonly<Record<string, number>>;
  readonly leaks: readonly string[];
  /** What the run must have come by, or it has shown nothing of it: e-mails that were sent, and pages of event ids. */
  readonly emails: number;
  readonly pages: number;
};

type Operation = readonly [name: string, weight: number, act: (play: IsolationPlay, deeds: Deed[]) => Promise<unknown>];

async function send(play: IsolationPlay, deeds: Deed[]): Promise<void> {
  const { random, keys } = play;
  const deed = random.chance(0.1) && deeds.length > 0 ? random.pick(deeds) : drawDeed(random, deeds.length);
  if (deed.id === `e${deeds.length}`) deeds.push(deed);
  const recent = random.pick(deeds.slice(-remembered));
  await sendDeed(play, random.pick(keys), random.chance(0.1) ? recent : deed);
  // The same deed, with the same id, of another tenant.
  if (random.chance(0.5)) await sendDeed(play, random.pick(keys), deed);
}

const anyTenant = ({ random }: IsolationPlay) => random.pick(isolatedTenants);

function anyCustomer(play: IsolationPlay, tenant: string): string {
  return play.random.pick([...modelOf(play, tenant).counts.keys(), ...users]);
}

const operations: readonly Operation[] = [
  ['send', 60, send],
  [
    'smuggle',
    4,
    (play, deeds) => smuggle(play, { ...drawDeed(play.random, 0), id: `s${deeds.length} of ${play.random.next()}` }),
  ],
  ['let time pass', 3, (play) => letTimePass(play)],
  ['change keys', 1, (play) => changeKeys(play, anyTenant(play))],
  ['revoke a key', 1, (play) => revokeKey(play, anyTenant(play))],
  [
    'read a customer',
    20,
    (play) => {
      const tenant = anyTenant(play);
      return readCustomer(play, tenant, anyCustomer(play, tenant));
    },
  ],
  ['read an account', 5, (play) => readAccount(play, anyTenant(play), `account:${play.random.pick(accounts)}`)],
  ['read lists', 1, (play) => readLists(play, anyTenant(play))],
  ['read with foreign ids', 5, (play) => readWithForeignIds(play, anyTenant(play))],
];

function drawOperation({ random }: IsolationPlay): Operation {
  const total = operations.reduce((sum, [, weight]) => sum + weight, 0);
  let drawn = random.below(total);
  for (const operation of operations) {
    drawn -= operation[1];
    if (drawn < 0) return operation;
  }
  throw new Error('The weights of the operations do not add up');
}

/** Reads everything of every tenant; returns how many pages of event ids there are. */
async function readAll(play: IsolationPlay): Promise<number> {
  let pages = 0;
  for (const tenant of isolatedTenants) {
    const model = modelOf(play, tenant);
    for (const customerId of new Set([...model.counts.keys(), ...users])) {
      pages += await readCustomer(play, tenant, customerId);
    }
    for (const account of accounts) await readAccount(play, tenant, `account:${account}`);
    await readLists(play, tenant);
    await readWithForeignIds(play, tenant);
  }
  return pages;
}

/**
 * Plays random operations of several tenants against stores that they share: each uses the same ids, tries others' keys, ids
 * and page tokens, and every value carries the mark of its tenant. Whatever is read is held against the marks, and against
 * what the tenant's own events say. Ends early once enough leaks are found.
 */
export async function runIsolation(
  stores: IsolationStores,
  { seed, count }: { readonly seed: number; readonly count: number },
): Promise<IsolationResult> {
  const play = openPlay(stores, seed);
  const done: Record<string, number> = {};
  const deeds: Deed[] = [];
  for (const tenant of isolatedTenants) await changeKeys(play, tenant);
  for (let number = 0; number < count && play.leaks.length < mostLeaks; number += 1) {
    const [name, , act] = drawOperation(play);
    await act(play, deeds).catch((error: unknown) => {
      play.report(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
    done[name] = (done[name] ?? 0) + 1;
  }
  const pages = await readAll(play);
  return { operations: done, leaks: play.leaks.slice(0, mostLeaks), emails: play.world.sent(), pages };
}
