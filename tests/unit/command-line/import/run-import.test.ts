import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderSummary } from '#infra/command-line/import/render-summary.ts';
import type { ImportSettings } from '#infra/command-line/import/run-import.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { orders, singles } from '../shop-mapping.ts';
import { importInto, RecordingQueue } from './import-harness.ts';

const scratch = scratchDirectory();
let states = 0;
const freshStates = () => {
  states += 1;
  return join(scratch.path, `states-${states}`);
};

const many = (count: number) =>
  `who;when;paid\n${Array.from({ length: count }, (_, index) => `c${index % 97};2020-01-02;${index}`).join('\n')}\n`;

describe('runImport', () => {
  test('runImport sends every row under the replay clock, and accounts for each', async () => {
    const queue = new RecordingQueue();
    const path = scratch.file(
      'few.csv',
      'who;when;paid\nann;2020-01-02;1.50\ntest;2020-01-02;9\nann;2020-01-02;1.50\nbob.0;2020-01-03;0\n',
    );
    const asOfMs = Date.UTC(2020, 5, 1);
    const summary = await importInto(path, singles, queue, freshStates(), { asOfMs });
    expect(summary).toMatchObject({
      status: 'finished',
      mode: 'replay',
      asOf: '2020-06-01T00:00:00.000Z',
      rows: { read: 4, inEvents: 3, mergedIntoOrders: 0, refused: 1, exactTwins: 1 },
      customers: 2,
      events: [{ name: 'Order Completed', events: 3, minor: 300 }],
      refused: [
        {
          reason: 'a test',
          because: 'Tests buy nothing.',
          rows: 1,
          example: { line: 3, detail: 'test | 2020-01-02 | 9' },
        },
      ],
      sent: { events: 3, before: 0 },
      drained: true,
    });
    expect(queue.messages.map((message) => message.clock)).toEqual([{ mode: 'replay', asOfMs }]);
    expect(new Set(queue.events.map((event) => event.id)).size).toBe(3);
    expect(renderSummary(summary)).toContain(
      'Replay: nobody is contacted. Customers are judged as of 2020-06-01T00:00:00.000Z.',
    );
  });

  test.each<[string, string, typeof singles, string]>([
    [
      'a date that does not exist',
      'who;when;paid\nann;2020-01-02;1\nann;2020-02-30;1\n',
      singles,
      'line 3: column "when" is "2020-02-30", which is not a date',
    ],
    [
      'an amount that is none',
      'who;when;paid\nann;2020-01-02;free\n',
      singles,
      'line 2: column "paid" is "free", which is not a number',
    ],
    [
      'a missing column',
      'who;date;paid\nann;2020-01-02;1\n',
      singles,
      'the mapping names the column "when", which line 1 does not have (it has: "who", "date", "paid")',
    ],
    [
      'a short row',
      'who;when;paid\nann;2020-01-02\n',
      singles,
      'line 2: it has 2 cells, the columns are 3 (who, when, paid)',
    ],
    ['an open quote', 'who;when;paid\nann;2020-01-02;"1\n', singles, 'the row that begins at line 2 is broken'],
    ['no content', '', singles, 'the file is empty'],
    [
      'an amount beyond all money',
      'who;when;paid\nann;2020-01-02;9999999999999\n',
      singles,
      'line 2: properties.total must be an amount of money',
    ],
    [
      'a total that no number holds',
      'order;who;when;pieces;price\nA;ann;2020-01-02;999999999;9999999999\n',
      orders,
      'line 2: the amount of orders/Order Completed/A is too large',
    ],
  ])('runImport refuses a file with %s before anything is sent', async (_, content, mapping, message) => {
    const queue = new RecordingQueue();
    const directory = freshStates();
    const path = scratch.file('bad.csv', content);
    const failed = await importInto(path, mapping, queue, directory).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(String(failed)).toContain(`Cannot import ${path}: ${message}`);
    expect(queue.messages).toEqual([]);
    expect(() => readdirSync(directory)).toThrow('ENOENT');
  });

  test('runImport leaves bad rows out, with their reasons, where it is told to', async () => {
    const queue = new RecordingQueue();
    const path = scratch.file('some-bad.csv', 'who;when;paid\nann;2020-02-30;1\nann;2020-02-20;x\nann;2020-02-20;1\n');
    const summary = await importInto(path, singles, queue, freshStates(), { refuseBadRows: true });
    expect(summary.refused.map((one) => [one.reason, one.rows, one.example.line])).toEqual([
      ['date does not parse', 1, 2],
      ['not a number', 1, 3],
    ]);
    expect(queue.events).toHaveLength(1);
  });

  test('runImport goes on after a failure where it stopped, until every event was sent', async () => {
    const queue = new RecordingQueue();
    const directory = freshStates();
    const path = scratch.file('many.csv', many(10_000));
    queue.requestsUntilFailure = 5;
    await expect(importInto(path, singles, queue, directory)).rejects.toThrow(
      `Cannot send the events of ${path}: the queue is away; 3000 of 10000 are sent, run the same command again to go on`,
    );
    queue.requestsUntilFailure = Number.POSITIVE_INFINITY;
    const summary = await importInto(path, singles, queue, directory);
    expect(summary).toMatchObject({ status: 'finished', sent: { before: 3000, events: 7000 } });
    expect(queue.events).toHaveLength(10_000);
    expect(new Set(queue.events.map((event) => event.id)).size).toBe(10_000);
  });

  test('runImport goes on with the "now" of the first attempt', async () => {
    const queue = new RecordingQueue();
    const directory = freshStates();
    const path = scratch.file(
      'future.csv',
      `who;when;paid\nz;2020-06-01;1\n${many(700).slice('who;when;paid\n'.length)}`,
    );
    queue.requestsUntilFailure = 1;
    await importInto(path, singles, queue, directory, { nowMs: Date.UTC(2020, 3, 1) }).catch(() => {});
    queue.requestsUntilFailure = Number.POSITIVE_INFINITY;
    const summary = await importInto(path, singles, queue, directory, { nowMs: Date.UTC(2021, 0, 1) });
    expect(summary).toMatchObject({ status: 'finished', sent: { before: 600, events: 100 }, rows: { refused: 1 } });
  });

  test('runImport stops in order when it is interrupted, and goes on later', async () => {
    const queue = new RecordingQueue();
    const directory = freshStates();
    const controller = new AbortController();
    const path = scratch.file('interrupted.csv', many(20_000));
    const destination: NonNullable<ImportSettings['destination']> = {
      deployment: 'test',
      queue: {
        async send(messages) {
          await queue.send(messages);
          if (queue.events.length > 3_000) controller.abort();
        },
      },
      seeThrough: async () => ({ drained: true, problem: null }),
    };
    const first = await importInto(path, singles, queue, directory, { signal: controller.signal, destination });
    expect(first.status).toBe('interrupted');
    expect(renderSummary(first)).toContain('Run the same command again to go on');
    const second = await importInto(path, singles, queue, directory);
    expect(second).toMatchObject({ status: 'finished', sent: { before: first.sent.events } });
    expect(new Set(queue.events.map((event) => event.id)).size).toBe(20_000);
  });

  test('runImport sends nothing when it is interrupted before the file is checked', async () => {
    const queue = new RecordingQueue();
    const controller = new AbortController();
    controller.abort();
    const path = scratch.file('never.csv', many(10));
    await expect(importInto(path, singles, queue, freshStates(), { signal: controller.signal })).rejects.toThrow(
      `Cannot finish importing ${path}: interrupted; nothing was sent`,
    );
  });

  test('runImport says that a file was imported already, and sends the same ids again only when told to', async () => {
    const queue = new RecordingQueue();
    const directory = freshStates();
    const path = scratch.file('twice.csv', many(50));
    await importInto(path, singles, queue, directory);
    const second = await importInto(path, singles, queue, directory);
    expect(second).toMatchObject({ status: 'already imported', sent: { events: 0, before: 50 } });
    expect(queue.events).toHaveLength(50);
    const third = await importInto(path, singles, queue, directory, { again: true });
    expect(third).toMatchObject({ status: 'finished', sent: { events: 50, before: 0 } });
    expect(new Set(queue.events.map((event) => event.id)).size).toBe(50);
  });

  test.each<[string, Partial<ImportSettings>]>([
    ['tenant', { tenant: 'other' }],
    ['as-of', { asOfMs: Date.UTC(2021, 0, 1) }],
  ])('runImport takes the same file under another %s for another import', async (_, changed) => {
    const queue = new RecordingQueue();
    const directory = freshStates();
    const path = scratch.file('shared.csv', many(5));
    await importInto(path, singles, queue, directory);
    expect((await importInto(path, singles, queue, directory, changed)).status).toBe('finished');
  });

  test('runImport sends nothing and remembers nothing in a dry run', async () => {
    const path = scratch.file('dry.csv', many(5));
    const directory = freshStates();
    const summary = await importInto(path, singles, new RecordingQueue(), directory, { destination: null });
    expect(summary).toMatchObject({ status: 'checked only', eventCount: 5 });
    expect(() => readdirSync(directory)).toThrow('ENOENT');
  });
});
