import type { SimTenant } from './sim-sources.ts';

/** Gives the next free event id of a tenant. Two tenants use the same ids for different events. */
export type DeedIds = (tenant: SimTenant) => string;

/** Numbers the events of each tenant. */
export function createDeedIds(): DeedIds {
  const used = new Map<SimTenant, number>();
  return (tenant) => {
    const next = (used.get(tenant) ?? 0) + 1;
    used.set(tenant, next);
    return `e${next}`;
  };
}
