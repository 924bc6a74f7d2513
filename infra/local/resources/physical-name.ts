import { createHash } from 'node:crypto';
import type { DeclaredResource } from './resource-type.ts';

const digestLength = 8;

/**
 * The name of a resource that its template does not name: the stack and the logical id, the same at each start so that
 * kept data is found again. A name that is too long is cut and ends in a digest of the whole.
 */
export const physicalName = (
  { stackName, logicalId }: DeclaredResource,
  mostCharacters: number,
  suffix = '',
): string => {
  const whole = `${stackName}-${logicalId}`;
  if (whole.length + suffix.length <= mostCharacters) return whole + suffix;
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, digestLength);
  return `${whole.slice(0, mostCharacters - digestLength - 1 - suffix.length)}-${digest}${suffix}`;
};
