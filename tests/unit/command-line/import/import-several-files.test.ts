import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderSummary } from '#infra/command-line/import/render-summary.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { orders, singles } from '../shop-mapping.ts';
import { importInto, RecordingQueue } from './import-harness.ts';

const scratch = scratchDirectory();
let directories = 0;

/** A directory of its own with these files. */
function directoryOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  directories += 1;
  const path = join(scratch.path, `case-${directories}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

const header = 'who;when;paid';
const csv = (...lines: string[]) => `${[header, ...lines].join('\n')}\n`;

async function imported(paths: string | string[], mapping = singles) {
  const queue = new RecordingQueue();
  const summary = await importInto(paths, mapping, queue, join(scratch.path, `states-of-${directories}`), {
    again: true,
  });
  return { queue, summary };
}

describe('runImport of several files', () => {
  const line = fc
    .tuple(
      fc.constantFrom('ann', 'bob', 'cy'),
      fc.constantFrom('2020-01-01', '2020-01-02'),
      fc.constantFrom('0', '1.50'),
    )
    .map((cells) => cells.join(';'));

  test('runImport makes the same events of several files as of one: twins are counted over all of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line, { maxLength: 6 }), { minLength: 1, maxLength: 4 }), async (parts) => {
        // A line of its own, so that no file is a copy of another one.
        const own = parts.map((part, index) => [...part, `only-${index};2020-01-01;1`]);
        const together = await imported(directoryOf({ 'all.csv': csv(...own.flat()) }));
        const files = Object.fromEntries(own.map((part, index) => [`part-${index}.csv`, csv(...part)]));
        const apart = await imported(directoryOf(files));
        expect(apart.queue.events).toEqual(together.queue.events);
        expect(apart.summary.rows).toEqual({
          ...together.summary.rows,
          twinsAcrossFiles: apart.summary.rows.twinsAcrossFiles,
        });
      }),
      { numRuns: 30 },
    );
  });

  test('runImport joins the lines of one order that lie in several files', async () => {
    const columns = 'order;who;when;pieces;price';
    const directory = directoryOf({
      '1.csv': `${columns}\nA1;ann;2020-01-02T10:00:00;1;2\nA2;bob;2020-01-02;1;1\n`,
      '2.csv': `${columns}\nA1;ann;2020-01-02T09:00:00;2;3\n`,
    });
    const { queue, summary } = await imported(directory, orders);
    const order = queue.events.find((event) => event.id === 'orders/Order Completed/A1');
    expect(order).toMatchObject({
      timeMs: Date.UTC(2020, 0, 2, 9),
      properties: { total: 8, pieces: 3, first_price: '3' },
    });
    expect(summary.rows).toMatchObject({ read: 3, inEvents: 3, mergedIntoOrders: 1 });
  });

  test('runImport reads plain, gzipped and zstd files together, whatever their names, and says what each had', async () => {
    const directory = directoryOf({
      'a.csv': csv('ann;2020-01-01;1'),
      'b.csv': gzipSync(csv('bob;2020-01-01;1', 'bob;2020-01-02;1')),
      'c.csv.zst': zstdCompressSync(csv('cy;2020-01-01;1')),
      'd.csv': csv(),
    });
    const { summary } = await imported(join(directory, '*.cs*'));
    expect(summary.files.map((file) => file.rows)).toEqual([1, 2, 1, 0]);
    expect(summary).toMatchObject({ file: '4 files (a.csv …)', customers: 3, eventCount: 4 });
  });

  test('runImport finds the columns of each file by its own first line', async () => {
    const directory = directoryOf({ 'a.csv': csv('ann;2020-01-01;1'), 'b.csv': 'paid;who;when\n2;bob;2020-01-01\n' });
    const { queue } = await imported(directory);
    expect(queue.events.map((event) => [event.userId, event.properties['total']]).sort()).toEqual([
      ['ann', 1],
      ['bob', 2],
    ]);
  });

  test('runImport refuses a file that is a copy of another one, packed or not, before anything is sent', async () => {
    const content = csv('ann;2020-01-01;1');
    const directory = directoryOf({ 'a.csv': content, 'b.csv.gz': gzipSync(content) });
    await expect(imported(directory)).rejects.toThrow(
      `Cannot import ${join(directory, 'b.csv.gz')}: its content is that of ${join(directory, 'a.csv')}, so every row would count twice; name only one of them`,
    );
  });

  test('runImport takes several files without rows, though they are alike', async () => {
    const { summary } = await imported(
      directoryOf({ 'a.csv': csv(), 'b.csv': csv(), 'c.csv': csv('ann;2020-01-01;1') }),
    );
    expect(summary.rows.read).toBe(1);
  });

  test('runImport tells of rows whose like stands in another file', async () => {
    const day = 'ann;2020-01-01;1';
    const { summary } = await imported(directoryOf({ '1.csv': csv(day), '2.csv': csv(day, 'ann;2020-01-02;1') }));
    expect(summary.rows).toMatchObject({ inEvents: 3, exactTwins: 1, twinsAcrossFiles: 1 });
    expect(renderSummary(summary)).toContain('each counts, also the 1 whose like stands in another file');
  });

  test('runImport names the file and the line of what is wrong, and of what it refuses', async () => {
    const directory = directoryOf({
      'a.csv': csv('ann;2020-01-01;1'),
      'b.csv': csv('test;2020-01-01;1', 'bob;never;1'),
    });
    await expect(imported(directory)).rejects.toThrow(
      `Cannot import ${join(directory, 'b.csv')}: line 3: column "when" is "never", which is not a date`,
    );
    const refused = await imported(
      directoryOf({ 'a.csv': csv('ann;2020-01-01;1'), 'b.csv': csv('test;2020-01-01;1') }),
    );
    expect(refused.summary.refused[0]?.example).toMatchObject({ file: expect.stringMatching(/b\.csv$/), line: 2 });
    expect(renderSummary(refused.summary)).toMatch(/such as .*b\.csv, line 2: test/);
  });

  test('runImport knows the import again by the content of its files, not by their packing', async () => {
    const content = [csv('ann;2020-01-01;1'), csv('bob;2020-01-01;1')] as const;
    const states = join(scratch.path, 'states-by-content');
    const queue = new RecordingQueue();
    await importInto(directoryOf({ 'a.csv': content[0], 'b.csv': content[1] }), singles, queue, states);
    const packed = directoryOf({ 'a.gz': gzipSync(content[0]), 'b.gz': gzipSync(content[1]) });
    expect((await importInto(packed, singles, queue, states)).status).toBe('already imported');
    const other = directoryOf({ 'a.csv': content[0], 'b.csv': csv('bob;2020-01-01;2') });
    expect((await importInto(other, singles, queue, states)).status).toBe('finished');
  });
});

describe('an import of several files that is broken off', () => {
  const lines = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => `c${(from + index) % 211};2020-01-02;${(from + index) % 50}`);
  const files = {
    'a.csv': csv(...lines(0, 2_500)),
    'b.csv.gz': gzipSync(csv(...lines(2_500, 2_500))),
    'c.csv': csv(...lines(5_000, 2_500)),
  };

  test('runImport goes on after any number of failures until every event of every file was sent once', async () => {
    const directory = directoryOf(files);
    const whole = new RecordingQueue();
    await importInto(directory, singles, whole, join(scratch.path, 'states-whole'));
    for (const requests of [0, 1, 2, 5, 11]) {
      const states = join(scratch.path, `states-after-${requests}`);
      const queue = new RecordingQueue();
      for (let attempt = 0; attempt < 40; attempt += 1) {
        queue.requestsUntilFailure = attempt < 3 ? requests : Number.POSITIVE_INFINITY;
        const done = await importInto(directory, singles, queue, states).then(
          (summary) => summary.status,
          (error: unknown) => String(error),
        );
        if (done === 'finished') break;
        expect(done).toMatch(/Cannot send the events of 3 files \(a\.csv …\): the queue is away; \d+ of 7500 are sent/);
      }
      const ids = queue.events.map((event) => event.id);
      expect(new Set(ids)).toEqual(new Set(whole.events.map((event) => event.id)));
      // What was under way at a failure is sent again, and nothing else.
      expect(ids.length - 7_500).toBeLessThanOrEqual(3 * 8 * 600);
    }
  });

  test('runImport begins anew where the events are not those of the attempt before', async () => {
    const directory = directoryOf(files);
    const states = join(scratch.path, 'states-changed');
    const queue = new RecordingQueue();
    queue.requestsUntilFailure = 3;
    await expect(importInto(directory, singles, queue, states)).rejects.toThrow('are sent');
    const [name = ''] = readdirSync(states);
    const state = JSON.parse(readFileSync(join(states, name), 'utf8'));
    expect(state.acknowledged).toBeGreaterThan(0);
    writeFileSync(join(states, name), JSON.stringify({ ...state, eventsHash: 'of an older release' }));
    queue.requestsUntilFailure = Number.POSITIVE_INFINITY;
    const summary = await importInto(directory, singles, queue, states);
    expect(summary).toMatchObject({ status: 'finished', sent: { before: 0, events: 7_500 } });
  });
});
