import { createRandom, type Random } from '#infra/local/demo/random.ts';
import { createTenantModel, type TenantModel } from './isolation-model.ts';
import type { IsolationStores } from './isolation-stores.ts';
import { createIsolationWorld, type IsolationWorld } from './isolation-world.ts';
import { isolatedTenants, markOf } from './marks.ts';

/** A write key that was made, and how long it must be accepted. */
export type KnownKey = {
  readonly tenant: string;
  readonly keyId: string;
  readonly writeKey: string;
  /** From then on it must be refused; infinite while nobody has ended it. */
  endMs: number;
};

/** What a run of operations is played with. */
export type IsolationPlay = {
  readonly stores: IsolationStores;
  readonly world: IsolationWorld;
  readonly random: Random;
  readonly models: ReadonlyMap<string, TenantModel>;
  readonly keys: KnownKey[];
  /** What was seen that must not be seen, or is not there that must be. */
  readonly leaks: string[];
  readonly report: (leak: string) => void;
};

/** When every run begins. */
export const startMs = Date.UTC(2026, 0, 1);

/** The only source of a tenant, whose name carries its mark. */
export const sourceOf = (tenant: string): string => `web ${markOf(tenant)}`;

/** Sets a play up over stores that are empty. */
export function openPlay(stores: IsolationStores, seed: number): IsolationPlay {
  const leaks: string[] = [];
  const report = (leak: string) => leaks.push(leak);
  return {
    stores,
    world: createIsolationWorld(stores, startMs, report),
    random: createRandom('isolation', seed),
    models: new Map(isolatedTenants.map((tenant) => [tenant, createTenantModel()])),
    keys: [],
    leaks,
    report,
  };
}

/** The model of a tenant. Throws where there is no such tenant. */
export function modelOf({ models }: IsolationPlay, tenant: string): TenantModel {
  const model = models.get(tenant);
  if (model === undefined) throw new Error(`There is no tenant ${tenant}`);
  return model;
}
