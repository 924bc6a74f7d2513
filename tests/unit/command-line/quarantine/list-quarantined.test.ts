import { describe, expect, test } from 'vitest';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { listQuarantined } from '#infra/command-line/quarantine/list-quarantined.ts';

const tenant = 'shop';

async function ledgerOf(reasons: readonly QuarantinedEvent['reason'][]) {
  const table = createMemoryLedgerTable();
  const ledger = createMemoryLedger(table);
  for (const [index, reason] of reasons.entries()) {
    const id = `e${index}`;
    await ledger.quarantine({ tenant, id, reason, detail: '', source: 'web', receivedMs: index, content: '{}' });
  }
  return createMemoryLedgerReader(table);
}

describe('listQuarantined', () => {
  test('listQuarantined goes on to the page that has an entry of the reason', async () => {
    const ledger = await ledgerOf(['late', 'schema', 'schema', 'schema', 'schema']);
    const all = { limit: 2, next: null, reason: null };
    expect((await listQuarantined(ledger, tenant, all)).items.map(({ id }) => id)).toEqual(['e4', 'e3']);
    const page = await listQuarantined(ledger, tenant, { ...all, reason: 'late' });
    expect(page.items.map(({ id }) => id)).toEqual(['e0']);
  });

  test('listQuarantined ends with an empty page where no entry has the reason', async () => {
    const ledger = await ledgerOf(['schema', 'schema', 'schema']);
    const page = await listQuarantined(ledger, tenant, { limit: 2, next: null, reason: 'late' });
    expect(page).toEqual({ items: [], next: null });
  });
});
