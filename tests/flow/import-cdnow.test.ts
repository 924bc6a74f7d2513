import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { commandLineOf, profilesOf, tenant, type WhileRunning } from './command-line-process.ts';
import { dealsOfCdnow } from './expected-cdnow.ts';
import { type Deal, type ExpectedStarter, expectedStarters } from './expected-starters.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';
import { seenStarters, starterDifferences } from './seen-starters.ts';

const file = join(projectDirectory, '../shared/data/cdnow/CDNOW_master.txt.gz');
const asOfMs = Date.UTC(1998, 6, 1) - 1;
const asOfWords = ['--map', 'cdnow', '--as-of', '1998-06-30'];
const importWords = ['import', file, ...asOfWords];

/** What of a customer must be stored. */
type ExpectedCustomer = {
  readonly purchases: number;
  readonly cents: number;
  readonly recencyDays: number;
  readonly band: string;
  readonly segments: readonly string[];
};

function expectedOf(id: string, deals: readonly Deal[], starters: ReadonlyMap<string, ExpectedStarter>) {
  const lastMs = Math.max(...deals.map((deal) => deal.timeMs));
  const cents = deals.reduce((sum, deal) => sum + deal.minor, 0);
  const { band = '', segments = [] } = starters.get(id) ?? {};
  const recencyDays = (asOfMs - lastMs) / 86_400_000;
  return { purchases: deals.length, cents, recencyDays, band, segments };
}

function expectedCustomers(text: string): Map<string, ExpectedCustomer> {
  const deals = dealsOfCdnow(text);
  const starters = expectedStarters(deals, asOfMs);
  return new Map([...deals].map(([id, own]) => [id, expectedOf(id, own, starters)]));
}

/** What a stored profile says, in the terms of the independent computation. */
function actualOf(record: ProfileRecord): ExpectedCustomer {
  const purchases = decodeState(record.state).totals.get('purchase');
  return {
    purchases: purchases?.count ?? 0,
    cents: purchases?.sumMinor ?? 0,
    recencyDays: (record.judgedMs - (purchases?.lastMs ?? Number.NaN)) / 86_400_000,
    band: record.riskBand,
    segments: Object.keys(record.memberships).sort(),
  };
}

function differences(expected: Map<string, ExpectedCustomer>, actual: Map<string, ProfileRecord>): string[] {
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((id) => {
    const record = actual.get(id);
    const found = record === undefined ? 'absent' : JSON.stringify(actualOf(record));
    const wanted = JSON.stringify(expected.get(id) ?? 'absent');
    return found === wanted ? [] : [`${id}: ${found} instead of ${wanted}`];
  });
}

describe.skipIf(!existsSync(file))(`import of CDNOW (skipped without ${file})`, () => {
  let directory: string;
  let holdfast: LocalHoldfast;
  let run: ReturnType<typeof commandLineOf>;
  let expected: Map<string, ExpectedCustomer>;
  let text: string;

  beforeAll(async () => {
    text = gunzipSync(readFileSync(file)).toString('utf8');
    expected = expectedCustomers(text);
    directory = mkdtempSync(join(tmpdir(), 'holdfast-flow-'));
    holdfast = await startLocalHoldfast('import-cdnow', { startMs: Date.UTC(2026, 2, 2) });
    run = commandLineOf(holdfast, directory);
  });

  afterAll(async () => {
    await holdfast.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const settled = () => holdfast.aws.settle({ timeoutSeconds: 120 });

  test('import takes CDNOW through the whole stack with 0 differences from the file, and contacts nobody', async () => {
    const { code, result, note } = await run([...importWords, '--json']);
    expect([code, note]).toEqual([0, '']);
    const cents = [...expected.values()].reduce((sum, one) => sum + one.cents, 0);
    expect(JSON.parse(result)).toMatchObject({
      status: 'finished',
      drained: true,
      rows: { read: 69_659, inEvents: 69_659, refused: 0 },
      customers: 23_570,
      events: [{ name: 'Order Completed', events: 69_659, minor: cents }],
      sent: { events: 69_659, before: 0 },
    });
    await settled();
    const actual = await profilesOf(holdfast, tenant);
    expect(differences(expected, actual)).toEqual([]);
    expect(actual.size).toBe(23_570);
    const clocks = new Set([...actual.values()].map((record) => `${record.clock}, woken ${record.wakeAtMs}`));
    expect(clocks).toEqual(new Set(['replay, woken null']));
    expect(holdfast.aws.mailbox()).toEqual([]);
    expect((await holdfast.ledger.openTasks(tenant, { limit: 10, next: null })).items).toEqual([]);
    expect(new Set(holdfast.transitions.map((transition) => transition.mode))).toEqual(new Set(['replay']));
  });

  test('survey gives every customer the RFM scores that brute force finds in the file, and changes no segment', async () => {
    const starters = expectedStarters(dealsOfCdnow(text), asOfMs);
    const before = await profilesOf(holdfast, tenant);
    const { code, note } = await run(['survey', '--json']);
    expect([code, note]).toEqual([0, '']);
    await settled();
    const after = await profilesOf(holdfast, tenant);
    expect(starterDifferences(starters, await seenStarters(holdfast, tenant, after))).toEqual([]);
    expect([...after.values()].map((one) => one.memberships)).toEqual(
      [...before.values()].map((one) => one.memberships),
    );
  });

  test('import of the same file again counts nothing twice', async () => {
    const before = await profilesOf(holdfast, tenant);
    const known = await run([...importWords, '--json']);
    expect(JSON.parse(known.result)).toMatchObject({ status: 'already imported', sent: { events: 0, before: 69_659 } });
    const again = await run([...importWords, '--again', '--json']);
    expect(JSON.parse(again.result)).toMatchObject({ status: 'finished', sent: { events: 69_659, before: 0 } });
    await settled();
    expect(await profilesOf(holdfast, tenant)).toEqual(before);
  });

  test('why explains a customer by what the ledger holds', async () => {
    const [id = ''] = [...expected].find(([, one]) => one.segments.includes('high-value')) ?? [];
    const { code, result } = await run(['why', id, '--json']);
    expect(code).toBe(0);
    const found = JSON.parse(result);
    const wanted = expected.get(id);
    const feature = (name: string) => found.features.find((one: { name: string }) => one.name === name).value;
    expect(feature('recencyDays')).toBe(wanted?.recencyDays);
    expect(feature('frequency')).toBe(wanted?.purchases);
    expect(found.segments.map((one: { name: string }) => one.name).sort()).toEqual(wanted?.segments);
    const entered = found.transitions.filter((one: { type: string }) => one.type === 'Segment Entered');
    expect(entered.map((one: { segment: string }) => one.segment).sort()).toEqual(wanted?.segments);
    expect(found).toMatchObject({ runs: [], deliveries: [], tasks: [], outcomes: [] });
    expect((await run(['why', id])).result).toContain(`Customer ${id} of ${tenant}, as of 1998-06-30 23:59 UTC`);
    const unknown = await run(['why', 'nobody']);
    expect([unknown.code, unknown.result]).toEqual([1, '']);
    expect(unknown.note).toContain('Cannot explain the customer "nobody"');
  });

  test('import of several files goes on after Ctrl-C and after a kill until every event has counted once', async () => {
    const other = 'interrupted';
    // Few customers with many twins each: long to send, quick to fold.
    const lines = text.split('\n').slice(1, 1_200);
    const header = 'customer_id date number_of_cds dollar_value';
    const times = (count: number) => [header, ...Array.from({ length: count }, () => lines).flat()].join('\n');
    writeFileSync(join(directory, 'repeated-1.txt'), times(20));
    writeFileSync(join(directory, 'repeated-2.txt.gz'), gzipSync(times(30)));
    const states = join(directory, '.holdfast', 'imports');
    const sentSoFar = () =>
      readdirSync(states).flatMap((name) => {
        if (!name.endsWith('.json')) return [];
        const state = JSON.parse(readFileSync(join(states, name), 'utf8'));
        return state.tenant === other && state.status === 'running' ? [state.acknowledged] : [];
      })[0] ?? -1;
    /** Ends the program, once, as soon as more is sent than before. */
    const endBeyond =
      (sent: number, signal: 'SIGINT' | 'SIGKILL'): WhileRunning =>
      (end) => {
        const look = setInterval(() => {
          if (sentSoFar() <= sent) return;
          // A second Ctrl-C would end the process at once.
          clearInterval(look);
          end(signal);
        }, 5);
        return () => clearInterval(look);
      };
    const words = ['import', join(directory, 'repeated-*'), ...asOfWords, '--tenant', other, '--json'];
    const first = await run(words, endBeyond(-1, 'SIGINT'));
    expect(first.code).toBe(130);
    expect(first.note).toContain('run the same command again to go on');
    const { sent, eventCount } = JSON.parse(first.result);
    expect(sent.events).toBeLessThan(eventCount);
    const second = await run(words, endBeyond(sent.events, 'SIGKILL'));
    expect([second.code, second.result]).toEqual([null, '']);
    const before = sentSoFar();
    expect(before).toBeGreaterThan(sent.events);
    const third = await run(words);
    expect(JSON.parse(third.result)).toMatchObject({
      status: 'finished',
      files: [{ rows: 20 * lines.length }, { rows: 30 * lines.length }],
      sent: { before, events: eventCount - before },
    });
    await settled();
    expect(differences(expectedCustomers(times(50)), await profilesOf(holdfast, other))).toEqual([]);
  });

  test('clusters, measure and quarantine list read what the import left', async () => {
    const words = ['clusters', '--count', '4', '--seed', '7', '--json'];
    const clusters = JSON.parse((await run(words)).result);
    expect(clusters.customers).toBe(23_570);
    const sizes: number[] = clusters.clusters.map((one: { size: number }) => one.size);
    expect([sizes.length, sizes.reduce((sum, size) => sum + size, 0)]).toEqual([4, 23_570]);
    expect(JSON.parse((await run(words)).result)).toEqual(clusters);
    expect(JSON.parse((await run(['quarantine', 'list', '--json'])).result)).toEqual({ items: [], next: null });
    expect(JSON.parse((await run(['measure', '--json'])).result)).toMatchObject({ outcomes: 0 });
  });

  test('keys create makes a key that the API takes', async () => {
    const made = JSON.parse((await run(['keys', 'create', '--source', 'checkout', '--json'])).result);
    const event = { type: 'track', event: 'Product Viewed', userId: 'new-customer', messageId: 'm1' };
    const send = (key: string) => holdfast.post('track', event, `Basic ${btoa(`${key}:`)}`);
    expect(await send(made.writeKey)).toMatchObject({ status: 200 });
    expect(await send(`${made.writeKey}x`)).toMatchObject({ status: 401 });
  });
});
