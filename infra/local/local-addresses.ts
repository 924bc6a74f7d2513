import type { LocalAccount } from './local-account.ts';
import { isRecord } from './template/record.ts';

/**
 * Replaces the address that a template composes for its HTTP API (`https://<id>.execute-api.<region>.amazonaws.com`) by
 * the one at which it answers on this machine, in every text of a value.
 */
export const localAddresses = (value: unknown, account: Pick<LocalAccount, 'api' | 'region'>): unknown => {
  const apiId = account.api.apiId();
  if (apiId === null) return value;
  const remote = `https://${apiId}.execute-api.${account.region}.amazonaws.com`;
  const replace = (each: unknown): unknown => {
    if (typeof each === 'string') return each.replaceAll(remote, account.api.url);
    if (Array.isArray(each)) return each.map(replace);
    if (!isRecord(each)) return each;
    return Object.fromEntries(Object.entries(each).map(([key, member]) => [key, replace(member)]));
  };
  return replace(value);
};
