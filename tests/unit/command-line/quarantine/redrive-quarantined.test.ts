import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryQuarantine } from '#adapters/memory/memory-quarantine.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import type { Revision } from '#domain/ingest/revise-quarantined.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import { redriveQuarantined } from '#infra/command-line/quarantine/redrive-quarantined.ts';
import { exampleEvent, tenant } from '../../functions/example-events.ts';

function entryOf(id: string, source = 'web'): QuarantinedEvent {
  return { tenant, id, reason: 'schema', detail: 'wrong', source, receivedMs: 1, content: '{}' };
}

/** Entries whose id begins with "bad" are still wrong. */
const revise = (entry: QuarantinedEvent): Revision =>
  entry.id.startsWith('bad')
    ? { kind: 'still wrong', reason: 'schema', detail: 'wrong' }
    : { kind: 'event', event: exampleEvent(`event of ${entry.id}`) };

async function world(entries: readonly QuarantinedEvent[]) {
  const table = createMemoryLedgerTable();
  const ledger = createMemoryLedger(table);
  for (const entry of entries) await ledger.quarantine(entry);
  const sent: EventBatchMessage[] = [];
  const quarantine = createMemoryQuarantine(table);
  const settings = {
    queue: { send: async (messages: readonly EventBatchMessage[]) => void sent.push(...messages) },
    quarantine,
    revise,
    clock: { mode: 'live' as const },
    dryRun: false,
    signal: new AbortController().signal,
    progress: silentProgress,
  };
  const left = async () => {
    const found = await Promise.all(entries.map(({ id }) => quarantine.find(tenant, id)));
    return found.flatMap((entry) => (entry === null ? [] : [entry.id]));
  };
  const candidates = entries.map((entry) => ({ entry, mended: entry.content }));
  const sentIds = () => sent.flatMap(({ events }) => events.map((event) => String(Object(event)['id'])));
  return { ledger, settings, candidates, sent, sentIds, left };
}

describe('redriveQuarantined', () => {
  test('redriveQuarantined sends what is sound, from its source, and leaves what is still wrong', async () => {
    const { settings, candidates, sent, left } = await world([entryOf('a'), entryOf('bad'), entryOf('b', 'shop app')]);
    const result = await redriveQuarantined(candidates, settings);
    const refused = [{ id: 'bad', reason: 'schema', detail: 'wrong' }];
    expect(result).toEqual({ events: 2, refused, kept: 0, interrupted: false });
    expect(sent.map(({ source, events }) => [source, events.length])).toEqual([
      ['web', 1],
      ['shop app', 1],
    ]);
    expect(await left()).toEqual(['bad']);
  });

  test('redriveQuarantined sends nothing and takes nothing away in a dry run', async () => {
    const { settings, candidates, sent, left } = await world([entryOf('a'), entryOf('bad')]);
    const result = await redriveQuarantined(candidates, { ...settings, dryRun: true });
    expect([result.events, result.refused.length, sent.length, await left()]).toEqual([1, 1, 0, ['a', 'bad']]);
  });

  test('redriveQuarantined keeps an entry that was set aside anew while its event was sent', async () => {
    const { ledger, settings, candidates, left } = await world([entryOf('a')]);
    const queue = { send: () => ledger.quarantine({ ...entryOf('a'), receivedMs: 2 }) };
    const result = await redriveQuarantined(candidates, { ...settings, queue });
    expect([result.kept, await left()]).toEqual([1, ['a']]);
  });

  test('redriveQuarantined loses nothing wherever it is stopped, and sends the same ids when it is run again', async () => {
    const faults = fc.record({ entries: fc.integer({ min: 1, max: 450 }), failAt: fc.integer({ min: 0, max: 500 }) });
    await fc.assert(
      fc.asyncProperty(faults, async ({ entries, failAt }) => {
        const all = Array.from({ length: entries }, (_, index) => entryOf(`e${index}`));
        const { settings, candidates, sentIds, left } = await world(all);
        let calls = 0;
        const quarantine = {
          remove: async (entry: QuarantinedEvent) => {
            calls += 1;
            if (calls === failAt) throw new Error('connect ECONNREFUSED');
            return settings.quarantine.remove(entry);
          },
        };
        await redriveQuarantined(candidates, { ...settings, quarantine }).catch(() => undefined);
        const here = new Set(await left());
        for (const { id } of all) expect(here.has(id) || sentIds().includes(`event of ${id}`)).toBe(true);
        await redriveQuarantined(
          candidates.filter(({ entry }) => here.has(entry.id)),
          settings,
        );
        expect(await left()).toEqual([]);
        expect(new Set(sentIds())).toEqual(new Set(all.map(({ id }) => `event of ${id}`)));
      }),
      { numRuns: 25 },
    );
  });

  test('redriveQuarantined sends history under the clock of history', async () => {
    const { settings, candidates, sent } = await world([entryOf('a')]);
    await redriveQuarantined(candidates, { ...settings, clock: { mode: 'replay', asOfMs: null } });
    expect(sent[0]?.clock).toEqual({ mode: 'replay', asOfMs: null });
    const first: CanonicalEvent['id'][] = sent.flatMap(({ events }) => events.map((one) => String(Object(one)['id'])));
    expect(first).toEqual(['event of a']);
  });
});
