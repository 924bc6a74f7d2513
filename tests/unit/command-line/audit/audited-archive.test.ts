import { describe, expect, test } from 'vitest';
import { createMemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { archiveObjects } from '#domain/ingest/archive-objects.ts';
import type { AuditedItem } from '#domain/training/audit/audited-item.ts';
import { auditedArchive } from '#infra/command-line/audit/audited-archive.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import { exampleEvent, examplePlan, juneMs } from '../../domain/example-event.ts';

const archived = (told: Partial<ArchivedEvent> = {}): ArchivedEvent => ({
  ...exampleEvent(),
  source: 'till',
  correlationId: 'request-1',
  mode: 'live',
  asOfMs: null,
  ...told,
});

async function archiveOf(...events: ArchivedEvent[]) {
  const archive = createMemoryEventArchive();
  for (const object of archiveObjects(events.map((one) => ({ archived: one })))) await archive.put(object);
  return archive;
}

async function itemsOf(archive: Awaited<ReturnType<typeof archiveOf>>, days = { from: null, to: null } as const) {
  const found: AuditedItem[] = [];
  const settings = { archive, tenant: 'shop', days, plan: examplePlan, progress: silentProgress };
  for await (const item of auditedArchive(settings)) found.push(item);
  return found;
}

describe('auditedArchive', () => {
  test('auditedArchive gives every event of the tenant, with its source and whether it came live', async () => {
    const archive = await archiveOf(
      archived({ id: 'a' }),
      archived({ id: 'b', mode: 'replay', asOfMs: juneMs, source: 'import/cdnow' }),
      archived({ id: 'c', tenant: 'other' }),
    );
    const items = await itemsOf(archive);
    expect(items).toHaveLength(2);
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'event', source: 'till', clock: 'live', customerId: 'ada' }),
    );
    expect(items).toContainEqual(expect.objectContaining({ kind: 'event', source: 'import/cdnow', clock: 'history' }));
  });

  test("auditedArchive holds events to today's plan: what breaks it is left out, and says where it stands", async () => {
    const items = await itemsOf(await archiveOf(archived({ id: 'a', name: 'Bought', properties: { total: 'much' } })));
    expect(items).toEqual([
      expect.objectContaining({
        kind: 'left out',
        cause: 'off the plan',
        where: expect.stringMatching(/^events\/v1\/.*, event a$/),
      }),
    ]);
  });
});
