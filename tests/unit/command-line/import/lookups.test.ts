import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { mappingSchema } from '#infra/command-line/mapping/mapping.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { importInto, RecordingQueue } from './import-harness.ts';

const scratch = scratchDirectory();

const usage = {
  name: 'usage',
  format: { kind: 'csv' },
  customer: { column: 'team' },
  account: { column: 'company', withoutEnding: '.0' },
  lookups: [{ name: 'teams', on: 'team', key: 'id', take: ['company'] }],
  time: { column: 'day', format: 'yyyy-MM-dd' },
  events: [
    { when: [{ column: 'what', is: 'one of', values: ['joined'] }], type: 'group', name: 'Group' },
    { type: 'track', name: 'Feature Used', properties: { feature: { column: 'what', as: 'text' } } },
  ],
};

const rows = 'team,day,what\nt1,2025-01-01,joined\nt1,2025-01-02,export\nt2,2025-01-03,import\n';

async function imported(teams: string | Uint8Array, text = rows) {
  const queue = new RecordingQueue();
  const lookups = new Map([['teams', scratch.file('teams.csv.gz', teams)]]);
  const mapping = mappingSchema.parse(usage);
  const summary = await importInto(scratch.file('usage.csv', text), mapping, queue, scratch.path, { lookups });
  return { summary, events: queue.events };
}

describe('lookups', () => {
  test('lookups give each row the columns of its key, and the events their account', async () => {
    const { events } = await imported(gzipSync('id,else,company\nt1,x,9.0\nt3,y,8\n'));
    expect(events.map(({ type, userId, accountId, properties }) => [type, userId, accountId, properties])).toEqual([
      ['group', 't1', '9', {}],
      ['track', 't1', '9', { feature: 'export' }],
      ['track', 't2', null, { feature: 'import' }],
    ]);
  });

  test('lookups do not change the ids of events, so that a table that has grown sends nothing twice', async () => {
    const before = await imported('id,company\nt1,9\n');
    const after = await imported('id,company\nt1,9\nt2,8\n');
    const idsOf = ({ events }: typeof before) => events.map((event) => event.id);
    expect(idsOf(after)).toEqual(idsOf(before));
    expect(after.summary.status).toBe('finished');
    expect((await imported('id,company\nt1,9\nt2,8\n')).summary.status).toBe('already imported');
  });

  test.each([
    ['a key with two values', 'id,company\nt1,9\nt1,8\n', /line 3: id "t1" is there twice, with different values/],
    ['a missing column', 'id,firm\nt1,9\n', /has no column "company" \(it has: "id", "firm"\)/],
  ])('lookups end the import at %s', async (_, teams, message) => {
    await expect(imported(teams)).rejects.toThrow(message);
  });

  test('lookups that are not given, or not asked for, end the import with what to pass', async () => {
    const path = scratch.file('usage.csv', rows);
    const run = (lookups: ReadonlyMap<string, string>, mapping = mappingSchema.parse(usage)) =>
      importInto(path, mapping, new RecordingQueue(), scratch.path, { lookups });
    await expect(run(new Map())).rejects.toThrow('it looks things up in "teams"; pass --lookup teams=FILE');
    const files = new Map([
      ['teams', path],
      ['other', path],
    ]);
    await expect(run(files)).rejects.toThrow('asks for no such table (it asks for: teams)');
  });

  test('lookups refuse a group event of no account as a bad row', async () => {
    await expect(imported('id,company\nt9,9\n')).rejects.toThrow('column "company" is "", which names no account');
  });

  test('mappingSchema refuses a group event without an account, and lookups of anything but text', () => {
    const problems = (changed: object) =>
      mappingSchema.safeParse({ ...usage, ...changed }).error?.issues.map((issue) => issue.message) ?? [];
    expect(problems({ account: null })).toEqual(['is "group", but the mapping has no "account"']);
    expect(problems({ format: { kind: 'ndjson' } })).toEqual(['are for CSV and columns parted by blanks only']);
  });
});
