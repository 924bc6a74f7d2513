import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountPrefix } from '#contracts/identifier.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { retention } from '#retention/retention.ts';
import { commandLineOf, profilesOf, tenant } from './command-line-process.ts';
import { type ExpectedAccount, expectedAccounts } from './expected-ravenstack.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';

const folder = join(projectDirectory, '../shared/data/ravenstack');
const asOfMs = Date.UTC(2025, 0, 1) - 1;
const fileOf = (table: string) => join(folder, `ravenstack_${table}.csv.gz`);

/** Each mapping, the table that it reads, and the events that come of it. */
const imports = [
  ['accounts', 'accounts', 500],
  ['members', 'subscriptions', 5_000],
  ['subscriptions', 'subscriptions', 5_000],
  ['subscription-ends', 'subscriptions', 486],
  ['usage', 'feature_usage', 25_000],
  ['tickets', 'support_tickets', 2_000],
  ['tickets-closed', 'support_tickets', 2_000],
  ['churn', 'churn_events', 600],
] as const;

/** The features that say the same as the brute force, by its names. */
const featureNames = {
  members: 'accountMembers',
  mrr: 'accountMrr',
  seats: 'accountSeats',
  tickets: 'accountTickets',
  unresolved: 'accountTicketsUnresolved',
  escalations: 'accountEscalations',
  csat: 'accountCsat',
  quietDays: 'accountQuietDays',
  activities28: 'accountActivities28',
  activeDays28: 'accountActiveDays28',
} as const satisfies Partial<Record<keyof ExpectedAccount, string>>;

function seenOf(record: ProfileRecord): Record<string, unknown> {
  const { judgedMs: nowMs, relations } = record;
  const subject = { state: decodeState(record.state), nowMs, population: null, relations };
  const read = ([name, feature]: [string, string]) => [name, retention.features.get(feature)?.read(subject).value];
  return Object.fromEntries(Object.entries(featureNames).map(read));
}

describe.skipIf(!existsSync(folder))(`import of RavenStack (skipped without ${folder})`, () => {
  let directory: string;
  let holdfast: LocalHoldfast;
  let run: ReturnType<typeof commandLineOf>;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'holdfast-flow-'));
    holdfast = await startLocalHoldfast('import-ravenstack', { startMs: Date.UTC(2026, 2, 2) });
    run = commandLineOf(holdfast, directory);
  });

  afterAll(async () => {
    await holdfast.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('import takes users and accounts of RavenStack in, and every account says what brute force finds in the files', async () => {
    for (const [mapping, table, events] of imports) {
      const lookup = mapping === 'usage' ? ['--lookup', `subscriptions=${fileOf('subscriptions')}`] : [];
      const words = ['import', fileOf(table), '--map', `ravenstack-${mapping}`, '--as-of', '2024-12-31', ...lookup];
      const { code, result, note } = await run([...words, '--json']);
      expect([mapping, code, note]).toEqual([mapping, 0, '']);
      expect(JSON.parse(result)).toMatchObject({ status: 'finished', sent: { events } });
    }
    await holdfast.aws.settle({ timeoutSeconds: 120 });
    const profiles = await profilesOf(holdfast, tenant);
    const expected = expectedAccounts(folder, asOfMs);
    const differences = [...expected].flatMap(([id, { peopleSeen: _, ...account }]) => {
      const record = profiles.get(`${accountPrefix}${id}`);
      const [wanted, found] = [account, record === undefined ? 'absent' : seenOf(record)].map((one) =>
        JSON.stringify(one),
      );
      return wanted === found ? [] : [`${id}: ${found} instead of ${wanted}`];
    });
    expect(differences).toEqual([]);
    const accounts = [...profiles.keys()].filter((id) => id.startsWith(accountPrefix));
    // Users: a contact for each account, and each subscription.
    expect([accounts.length, profiles.size - accounts.length]).toEqual([500, 500 + 5_000]);
    expect(holdfast.aws.mailbox()).toEqual([]);
  });

  test('why explains an account with its members, features and segments', async () => {
    const { code, result } = await run(['why', 'account:A-2e4581', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(result)).toMatchObject({ customerId: 'account:A-2e4581', clock: 'replay' });
  });
});
