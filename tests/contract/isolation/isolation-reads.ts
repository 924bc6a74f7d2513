import { decodeState } from '#domain/profile/state-layout.ts';
import { explainCustomer } from '#infra/command-line/customer/explain-customer.ts';
import { readAccountFile, readCustomerFile } from '#infra/command-line/customer/read-customer-file.ts';
import { keysOf } from '#infra/command-line/keys/key-ring.ts';
import { exampleRetention } from '../../unit/functions/example-retention.ts';
import { allPages } from '../all-pages.ts';
import { walkPages } from '../walk-pages.ts';
import { type IsolationPlay, modelOf } from './isolation-play.ts';
import { foreignIn, isolatedTenants } from './marks.ts';

/** Objects of the archive that one look reads. */
const archiveObjectsRead = 3;

/** Reports whatever of a value is not the tenant's. */
function check({ report }: IsolationPlay, tenant: string, what: string, value: unknown): void {
  for (const foreign of foreignIn(tenant, value)) report(`${tenant}: ${what} holds ${foreign}`);
}

/**
 * Everything that a tenant can read about one customer; and that its events are all there, and no others. Returns how many
 * pages of event ids it has.
 */
export async function readCustomer(play: IsolationPlay, tenant: string, customerId: string): Promise<number> {
  const { stores, world, report } = play;
  const { profiles, runs } = stores;
  const file = await readCustomerFile(
    { profiles, runs, ledger: stores.ledgerReader },
    world.playbooks,
    tenant,
    customerId,
  );
  check(play, tenant, `why ${customerId}`, file);
  if (file !== null)
    check(play, tenant, 'the explanation', explainCustomer(exampleRetention, file, world.clock.nowMs, null));
  const pages = await allPages(profiles, { tenant, customerId });
  check(play, tenant, `the pages of ${customerId}`, pages);
  const { counts, joins } = modelOf(play, tenant);
  const counted = file === null ? 0 : decodeState(file.record.state).events;
  const expected = counts.get(customerId) ?? 0;
  if (counted !== expected) report(`${tenant}: ${customerId} has ${counted} events, not ${expected}`);
  const joined = (file?.joinedFrom ?? []).map((join) => join.visitor).toSorted();
  const own = [...(joins.get(customerId) ?? [])].toSorted();
  if (JSON.stringify(joined) !== JSON.stringify(own)) report(`${tenant}: ${customerId} was joined with ${joined}`);
  return pages.length;
}

/** Everything that a tenant can read about one account. */
export async function readAccount(play: IsolationPlay, tenant: string, customerId: string): Promise<void> {
  const file = await readAccountFile(play.stores.profiles, tenant, customerId);
  check(play, tenant, `why ${customerId}`, file);
  const expected = [...(modelOf(play, tenant).members.get(customerId) ?? [])].toSorted();
  const found = (file?.members ?? []).toSorted();
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    play.report(`${tenant}: the members of ${customerId} are ${found}, not ${expected}`);
  }
}

/** Every list that a tenant can ask for, to its end. */
export async function readLists(play: IsolationPlay, tenant: string): Promise<void> {
  const { ledgerReader, profileReader, sources } = play.stores;
  const lists = {
    'open tasks': await walkPages(7, (page) => ledgerReader.openTasks(tenant, page)),
    outcomes: await walkPages(7, (page) => ledgerReader.outcomes(tenant, page)),
    quarantine: await walkPages(50, (page) => ledgerReader.quarantined(tenant, page)),
    profiles: await walkPages(200, (page) => profileReader.profiles(tenant, page)),
  };
  for (const [what, found] of Object.entries(lists)) check(play, tenant, what, found);
  await readArchive(play, tenant);
  const keys = await keysOf({ sources, tenant, nowMs: play.world.clock.nowMs }, null);
  check(play, tenant, 'the keys', keys);
  const expected = play.keys.filter((key) => key.tenant === tenant).map((key) => key.keyId);
  if (JSON.stringify(keys.map((key) => key.keyId).sort()) !== JSON.stringify(expected.sort())) {
    play.report(`${tenant}: lists ${keys.length} keys, has ${expected.length}`);
  }
}

/** The latest objects of a tenant's archive, whole. */
async function readArchive(play: IsolationPlay, tenant: string): Promise<void> {
  const { archive } = play.stores;
  const entries = await walkPages(1_000, (page) => archive.list(tenant, { from: null, to: null }, page));
  check(play, tenant, 'the list of the archive', entries);
  for (const { key } of entries.slice(-archiveObjectsRead)) {
    for await (const event of archive.read(tenant, key)) check(play, tenant, 'the archive', event);
  }
}

/** What a tenant gets who asks with ids and page tokens of another. */
export async function readWithForeignIds(play: IsolationPlay, tenant: string): Promise<void> {
  const { stores, random, report } = play;
  const { ledgerReader, quarantine, runs, profileReader, archive } = stores;
  const other = random.pick(isolatedTenants.filter((one) => one !== tenant));
  const [entry] = (await ledgerReader.quarantined(other, { limit: 1, next: null })).items;
  if (entry !== undefined) {
    check(play, tenant, 'a foreign id of the quarantine', await quarantine.find(tenant, entry.id));
    if (await quarantine.remove({ ...entry, tenant })) report(`${tenant}: removed an entry of ${other}`);
    if ((await quarantine.find(other, entry.id)) === null) report(`${other}: an entry was removed by ${tenant}`);
  }
  const lists = [ledgerReader.openTasks, ledgerReader.outcomes, ledgerReader.quarantined, profileReader.profiles];
  for (const list of lists) {
    const { next } = await list(other, { limit: 1, next: null });
    // Whether the token is refused or taken for one of this tenant: nothing of the other may come.
    const page = next === null ? null : await list(tenant, { limit: 100, next }).catch(() => null);
    check(play, tenant, 'a foreign page token', page);
  }
  const [object] = (await archive.list(other, { from: null, to: null }, { limit: 1, next: null })).items;
  if (object !== undefined) {
    // Refused: who names another's object gets nothing of it.
    const read = async () => {
      for await (const event of archive.read(tenant, object.key)) check(play, tenant, 'a foreign object', event);
    };
    await read().catch(() => null);
  }
  for (const playbook of play.world.playbooks) {
    const run = await runs.latestRun(other, 'ada', playbook);
    if (run !== null) check(play, tenant, 'a foreign run', await runs.loadRun(tenant, 'ada', run.id));
  }
}
