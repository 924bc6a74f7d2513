import { describe, expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import { accountRetention, retentionWithoutAccounts } from '../../functions/account-retention.ts';
import { eventMessage, exampleEvent, purchaseEvent, tenant } from '../../functions/example-events.ts';
import { createReplayWorld, type ReplayWorld, shownCustomers } from './replay-world.ts';

const named = { accountId: 'acme' };
const everybody = ['ada', 'bob', 'anonymous:v', 'account:acme', 'account:globex'];
const events = [
  exampleEvent('g', { type: 'group', name: 'Group', ...named, properties: { plan: 'team' } }),
  purchaseEvent('1', 5, named),
  purchaseEvent('1', 7, { ...named, userId: 'bob' }),
  exampleEvent('2', { userId: null, anonymousId: 'v', ...named }),
  exampleEvent('i', { type: 'identify', name: 'Identify', anonymousId: 'v', ...named }),
  exampleEvent('3', { accountId: 'globex' }),
  exampleEvent('4'),
];

async function counted(definitions = accountRetention): Promise<ReplayWorld> {
  const world = createReplayWorld({ definitions });
  for (const [index, event] of events.entries()) await world.deliver([eventMessage(`m${index}`, [event])]);
  await world.writeArchive();
  return world;
}

const countOf = async (world: ReplayWorld, customerId: string) =>
  decodeState((await world.profile(customerId)).state).events;

describe('runReplay of accounts', () => {
  test('runReplay finds accounts to be what the archive gives, where nothing was lost', async () => {
    const world = await counted();
    expect(await countOf(world, 'account:acme')).toBe(5);
    const summary = await world.replay({ isDry: true });
    expect(summary).toMatchObject({ identical: 4, customers: 2, accounts: 2, notStored: 0 });
  });

  test('runReplay into an empty table gives accounts and customers the same states, each event once', async () => {
    const live = await counted();
    const world = createReplayWorld({ definitions: accountRetention, archive: live.archive });
    expect(await world.replay()).toMatchObject({ notStored: 4 });
    expect(await shownCustomers(world.profiles, everybody)).toEqual(await shownCustomers(live.profiles, everybody));
    expect(await world.replay({ isDry: true })).toMatchObject({ identical: 4 });
  });

  test('runReplay sends to an account what it lacks, and not to its customers', async () => {
    const customersOnly = await counted(retentionWithoutAccounts);
    const world = createReplayWorld({
      definitions: accountRetention,
      archive: customersOnly.archive,
      table: customersOnly.table,
    });
    const before = await shownCustomers(world.profiles, ['ada', 'bob']);
    expect(await world.replay()).toMatchObject({ notStored: 2 });
    expect(world.sentFor).toEqual(new Set(['accounts']));
    expect(await countOf(world, 'account:acme')).toBe(5);
    expect(await shownCustomers(world.profiles, ['ada', 'bob'])).toEqual(before);
  });

  test('runReplay rebuild mends an account alone, and has its members told how it stands', async () => {
    const world = await counted();
    const whole = await world.profile('account:acme');
    const other = await world.profile('account:globex');
    await world.profiles.put({ ...whole, version: whole.version + 1, state: other.state, outbox: null });
    world.relations.take();
    expect(await world.replay({ rebuild: true, customer: 'account:acme' })).toMatchObject({ rebuilt: 1, accounts: 1 });
    expect((await world.profile('account:acme')).state).toEqual(whole.state);
    expect(world.relations.take().length).toBeGreaterThan(0);
    await world.deliver([eventMessage('again', events)]);
    expect((await world.profile('account:acme')).state).toEqual(whole.state);
    const { traits } = await world.profiles.loadTraits(tenant, 'account:acme');
    expect(traits['plan']?.value).toBe('team');
  });

  test('runReplay knows no accounts where nothing is declared of them, and leaves their traits alone', async () => {
    const world = await counted(retentionWithoutAccounts);
    const { traits } = await world.profiles.loadTraits(tenant, 'account:acme');
    expect(await world.replay({ rebuild: true })).toMatchObject({ accounts: 0, identical: 2 });
    expect((await world.profiles.loadTraits(tenant, 'account:acme')).traits).toEqual(traits);
  });
});
