import type { Json } from '#contracts/json.ts';

/** Tenants whose names could be taken for each other: prefixes, other capitals, separators of keys. */
export const isolatedTenants = ['t', 't-', 't_', 't-1', 't-11', 'T'] as const;

const markPattern = /⟦([^⟧]*)⟧/g;

/** What every value of a tenant carries; no name of a tenant is part of another's mark. */
export function markOf(tenant: string): string {
  return `⟦${tenant}⟧`;
}

function foreignMarks(tenant: string, text: string): string[] {
  return [...text.matchAll(markPattern)].flatMap(([mark, owner]) => (owner === tenant ? [] : [mark]));
}

/**
 * Everything in a value that a tenant must not see: marks of others in any text, at any depth, and records that name another
 * tenant as their own. Empty if all of it is the tenant's.
 */
export function foreignIn(tenant: string, value: unknown): string[] {
  if (typeof value === 'string') return foreignMarks(tenant, value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if (value instanceof Map) return foreignIn(tenant, [...value]);
  return Object.entries(value).flatMap(([name, part]) => {
    const owner = name === 'tenant' && typeof part === 'string' && part !== tenant ? [`tenant: ${part}`] : [];
    return [...owner, ...foreignMarks(tenant, name), ...foreignIn(tenant, part)];
  });
}

/** Properties that carry a tenant's mark in many places. */
export function marked(tenant: string, more: Record<string, Json> = {}): Record<string, Json> {
  return { mark: markOf(tenant), [`name ${markOf(tenant)}`]: [{ deep: markOf(tenant) }], ...more };
}
