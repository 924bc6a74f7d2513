import { describe, expect, test } from 'vitest';
import { assignArm } from '#domain/playbooks/assign-arm.ts';

const customers = Array.from({ length: 20_000 }, (_, index) => `customer-${index}`);

function isHeldOut(playbook: string, share: number, tenant = 'shop') {
  return (customerId: string) => assignArm({ tenant, playbook, customerId }, share) === 'holdout';
}

/** Four standard deviations of a share that 20,000 fair draws may be off. */
function tolerance(share: number): number {
  return 4 * Math.sqrt((share * (1 - share)) / customers.length);
}

function shareOf(matches: (customerId: string) => boolean): number {
  return customers.filter(matches).length / customers.length;
}

describe('assignArm', () => {
  test.each([0.01, 0.1, 0.25, 0.5, 0.9])('assignArm holds out a share of %d of 20,000 customers', (share) => {
    expect(Math.abs(shareOf(isHeldOut('win-back', share)) - share)).toBeLessThan(tolerance(share));
  });

  test('assignArm holds nobody out at a share of 0', () => {
    expect(shareOf(isHeldOut('win-back', 0))).toBe(0);
  });

  test('assignArm always gives a customer the same arm, and a larger share keeps those of a smaller', () => {
    const small = customers.filter(isHeldOut('win-back', 0.1));
    expect(customers.filter(isHeldOut('win-back', 0.1))).toEqual(small);
    expect(small.every(isHeldOut('win-back', 0.2))).toBe(true);
  });

  test.each([
    ['playbooks', isHeldOut('win-back', 0.3), isHeldOut('save-high-value', 0.3)],
    ['tenants', isHeldOut('win-back', 0.3), isHeldOut('win-back', 0.3, 'other')],
  ])('assignArm draws anew between %s: both hold out a share of the product', (_, one, other) => {
    const both = shareOf((customerId) => one(customerId) && other(customerId));
    expect(Math.abs(both - 0.09)).toBeLessThan(tolerance(0.09));
  });

  test('assignArm does not confuse ids that look alike when joined', () => {
    const arms = (tenant: string, playbook: string) =>
      customers.slice(0, 200).map((customerId) => assignArm({ tenant, playbook, customerId }, 0.5));
    expect(arms('a', 'b-c')).not.toEqual(arms('a-b', 'c'));
  });
});
