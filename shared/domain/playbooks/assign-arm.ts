import { hash } from 'node:crypto';
import type { Arm } from '#contracts/outcome.ts';

/**
 * Which arm a customer is in for a playbook: the same for ever, without anything stored. The first 52 bits of
 * SHA-256(tenant, playbook, customer), as a number from 0 to below 1, are compared with the share.
 */
export function assignArm(
  subject: { tenant: string; playbook: string; customerId: string },
  holdoutShare: number,
): Arm {
  const digest = hash('sha256', JSON.stringify([subject.tenant, subject.playbook, subject.customerId]), 'hex');
  return Number.parseInt(digest.slice(0, 13), 16) / 2 ** 52 < holdoutShare ? 'holdout' : 'treated';
}
