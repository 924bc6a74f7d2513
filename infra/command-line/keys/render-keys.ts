import { alignedRows } from '../text-table.ts';
import type { CreatedKey } from './create-key.ts';
import type { KeyView } from './key-view.ts';
import type { Rotation } from './rotate-key.ts';

function endOf({ state, expires, revoked }: KeyView): string {
  if (state === 'revoked') return `revoked ${revoked}`;
  if (state === 'active') return 'active';
  return `${state === 'expired' ? 'expired' : 'active until'} ${expires}`;
}

const useIt = (apiUrl: string): string[] => [
  'Keep it now: it is stored nowhere, only its hash is. Events go to',
  `${apiUrl} with the key as the user name of Basic authentication and no password.`,
];

/** What `keys create` says to people. */
export function renderCreated(created: CreatedKey, apiUrl: string): string {
  const { keyId, source, tenant, writeKey, besides } = created;
  const others =
    besides.length === 0
      ? []
      : [
          '',
          `${besides.length === 1 ? 'One older key of this source stays' : `${besides.length} older keys of this source stay`} good: ` +
            `${besides.map((key) => key.keyId).join(', ')}. To let them end, use \`keys rotate\` instead, or \`keys revoke\`.`,
        ];
  return [
    `Write key ${keyId} of the source "${source}" of ${tenant}:`,
    '',
    `  ${writeKey}`,
    '',
    ...useIt(apiUrl),
    ...others,
  ].join('\n');
}

/** What `keys list` says to people. */
export function renderKeys(tenant: string, source: string | null, keys: readonly KeyView[]): string {
  const ofSource = source === null ? '' : ` of a source "${source}"`;
  if (keys.length === 0) return `${tenant} has no write keys${ofSource}; make one with \`holdfast keys create\`.`;
  const rows = keys.map((key) => [key.keyId, key.source, key.tenant, key.created, endOf(key)]);
  return alignedRows([['id', 'source', 'tenant', 'created', 'state'], ...rows]).join('\n');
}

/** What `keys rotate` says to people. */
export function renderRotation(rotation: Rotation, apiUrl: string): string {
  const { keyId, source, tenant, writeKey, older, overlapEnds, notEnded } = rotation;
  return [
    `New write key ${keyId} of the source "${source}" of ${tenant}, good from now on:`,
    '',
    `  ${writeKey}`,
    '',
    ...useIt(apiUrl),
    '',
    `The older keys are accepted until ${overlapEnds} at the latest:`,
    ...alignedRows(older.map((one) => [one.keyId, endOf(one)])).map((line) => `  ${line}`),
    ...notEnded.map(({ keyId, reason }) => `  ${keyId}  has NO end, because it could not be written: ${reason}`),
  ].join('\n');
}

/** What `keys revoke` says to people. */
export function renderRevoked(keys: readonly KeyView[]): string {
  const rows = keys.map((key) => [key.keyId, key.source, endOf(key)]);
  return ['Refused from the next request on:', ...alignedRows(rows).map((line) => `  ${line}`)].join('\n');
}
