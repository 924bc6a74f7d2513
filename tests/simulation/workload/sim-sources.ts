import type { Source } from '#contracts/source.ts';
import { newSource } from '#domain/ingest/new-source.ts';

/** The tenants of the simulated world. They share customer ids on purpose: nothing of one may reach the other. */
export const simTenants = ['north', 'south'] as const;
export type SimTenant = (typeof simTenants)[number];

/** The write key that the simulated clients of a tenant use. */
export function writeKeyOf(tenant: SimTenant): string {
  return `write-key-of-${tenant}`;
}

/** Every source of the simulated world, to be stored before a run begins. */
export const simSources: readonly Source[] = simTenants.map((tenant) =>
  newSource({ writeKey: writeKeyOf(tenant), tenant, name: `${tenant}-shop`, createdMs: 0 }),
);
