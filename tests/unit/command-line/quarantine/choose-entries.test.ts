import { describe, expect, test } from 'vitest';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryQuarantine } from '#adapters/memory/memory-quarantine.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { chooseEntries } from '#infra/command-line/quarantine/choose-entries.ts';
import { exportLine } from '#infra/command-line/quarantine/quarantine-export.ts';
import { renderRedrive } from '#infra/command-line/quarantine/render-quarantine.ts';
import { scratchDirectory } from '../scratch-directory.ts';

const scratch = scratchDirectory();
const tenant = 'shop';

const entryOf = (id: string): QuarantinedEvent => ({
  tenant,
  id,
  reason: 'schema',
  detail: 'wrong',
  source: 'web',
  receivedMs: 1,
  content: '{"total":1}',
});

async function quarantineOf(...ids: readonly string[]) {
  const table = createMemoryLedgerTable();
  const ledger = createMemoryLedger(table);
  for (const id of ids) await ledger.quarantine(entryOf(id));
  const entries = (async function* none(): AsyncGenerator<QuarantinedEvent> {})();
  return { quarantine: createMemoryQuarantine(table), entries };
}

describe('chooseEntries', () => {
  test('chooseEntries passes over lines of a file whose events were sent before, and counts them', async () => {
    const path = scratch.file('set-aside.ndjson', ['a', 'b', 'c'].map((id) => exportLine(entryOf(id))).join('\n'));
    const { chosen, gone } = await chooseEntries(await quarantineOf('b'), tenant, { kind: 'file', path }, []);
    expect([chosen.map(({ entry }) => entry.id), gone]).toEqual([['b'], 2]);
  });

  test('chooseEntries refuses an id that is passed and not there', async () => {
    const choice = { kind: 'ids', ids: ['a', 'x'] } as const;
    await expect(chooseEntries(await quarantineOf('a'), tenant, choice, [])).rejects.toThrow(
      'Cannot find the entry x: tenant shop has none with this id (any more); see quarantine list',
    );
  });
});

describe('renderRedrive', () => {
  const nothing = { events: 0, refused: [], kept: 0, interrupted: false };

  test('renderRedrive says of lines that are not set aside any more why that may be', () => {
    expect(renderRedrive({ ...nothing, events: 1, gone: 2 }, false)).toBe(
      [
        'Sent: 1. Still wrong, and kept where they are: 0.',
        '2 lines of the file are not set aside here any more: sent before, expired, or of another tenant.',
      ].join('\n'),
    );
    expect(renderRedrive({ ...nothing, gone: 0 }, false)).not.toContain('of the file');
  });
});
