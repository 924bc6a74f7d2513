import { beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '#ports/ledger.ts';
import type { Quarantine } from '#ports/quarantine.ts';
import { exampleQuarantined, newTenant, startMs } from './example-records.ts';

/** Opens a quarantine that is empty, with the ledger that fills it. */
export type OpenQuarantine = () => Promise<{ ledger: Pick<Ledger, 'quarantine'>; quarantine: Quarantine }>;

/** What every quarantine does, whatever it is made of. */
export function describeQuarantine(name: string, open: OpenQuarantine): void {
  describe(name, () => {
    let ledger: Pick<Ledger, 'quarantine'>;
    let quarantine: Quarantine;
    beforeAll(async () => {
      ({ ledger, quarantine } = await open());
    });

    test(`${name} find gives what was set aside, to its own tenant alone`, async () => {
      const tenant = newTenant();
      const entry = exampleQuarantined(tenant);
      await ledger.quarantine(entry);
      expect(await quarantine.find(tenant, entry.id)).toEqual(entry);
      expect(await quarantine.find(newTenant(), entry.id)).toBeNull();
      expect(await quarantine.find(tenant, 'b')).toBeNull();
    });

    test(`${name} remove takes the entry away, once`, async () => {
      const entry = exampleQuarantined(newTenant());
      await ledger.quarantine(entry);
      expect(await quarantine.remove(entry)).toBe(true);
      expect(await quarantine.find(entry.tenant, entry.id)).toBeNull();
      expect(await quarantine.remove(entry)).toBe(false);
    });

    test(`${name} remove takes away what find gave, in whatever order its members were written`, async () => {
      const { content, tenant, ...rest } = exampleQuarantined(newTenant());
      const entry = { content, ...rest, tenant };
      await ledger.quarantine(entry);
      const found = await quarantine.find(tenant, entry.id);
      expect(found).not.toBeNull();
      expect(found !== null && (await quarantine.remove(found))).toBe(true);
    });

    test(`${name} remove leaves what was set aside anew`, async () => {
      const entry = exampleQuarantined(newTenant());
      const again = { ...entry, receivedMs: startMs + 60_000 };
      await ledger.quarantine(entry);
      await ledger.quarantine(again);
      expect(await quarantine.remove(entry)).toBe(false);
      expect(await quarantine.find(entry.tenant, entry.id)).toEqual(again);
    });
  });
}
