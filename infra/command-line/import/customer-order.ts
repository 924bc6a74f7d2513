import { hash } from 'node:crypto';

/** Digits of a rank. */
export const rankDigits = 12;

/**
 * Where a customer stands in the order in which an import goes through its customers: 48 bits as hexadecimal digits, so
 * evenly spread that a range of ranks stands for a share of all rows. It depends on nothing but the customer, so the
 * order stays the same however the rows are set aside, and an import that goes on finds its place.
 */
export function rankOf(customerId: string): string {
  return hash('sha256', customerId, 'hex').slice(0, rankDigits);
}
