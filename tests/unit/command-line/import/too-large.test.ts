import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messageBody } from '#adapters/aws/message-body.ts';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { parseImportMapping } from '#infra/command-line/mapping/item-mapping.ts';
import { exampleEvent } from '../../functions/example-events.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { importInto, RecordingQueue } from './import-harness.ts';

const scratch = scratchDirectory();

const rows = parseImportMapping({
  name: 'notes',
  format: { kind: 'csv' },
  customer: { column: 'customer' },
  time: { column: 'time', format: 'yyyy-MM-dd' },
  events: [{ type: 'track', name: 'Note Written', properties: { text: { column: 'text', as: 'text' } } }],
}).data;
const archive = parseImportMapping({ name: 'archive', format: { kind: 'ndjson' }, items: 'archive' }).data;

const csv = (texts: readonly string[]) => ['customer,time,text', ...texts.map((text) => `1,2025-01-01,${text}`)];
const ndjson = (texts: readonly string[]) =>
  texts.map((text, index) => {
    const event = exampleEvent(`e${index}`, { name: 'Note Written', timeMs: 1, properties: { text } });
    const archived: ArchivedEvent = { ...event, source: 's', correlationId: 'c', mode: 'live', asOfMs: null };
    return JSON.stringify(archived);
  });

describe('importInto', () => {
  test.each([
    ['rows', rows, csv],
    ['whole events', archive, ndjson],
  ] as const)('importInto refuses %s that no message can hold before anything is sent', async (_, mapping, linesOf) => {
    if (mapping === undefined) throw new Error('The mapping cannot be read');
    const texts = ['x'.repeat(300_000), 'y', 'z'.repeat(200_000)];
    const file = scratch.file(`${mapping.name}.txt`, `${linesOf(texts).join('\n')}\n`);
    const states = join(scratch.path, mapping.name);
    const queue = new RecordingQueue();
    await expect(importInto(file, mapping, queue, states)).rejects.toThrow(/line \d: the event .* bytes/);
    expect(queue.messages).toEqual([]);
    const summary = await importInto(file, mapping, queue, states, { refuseBadRows: true });
    expect(summary).toMatchObject({ status: 'finished' });
    expect(queue.events).toHaveLength(2);
    for (const message of queue.messages) expect(() => messageBody(message)).not.toThrow();
  });
});
