import { subjectOf } from '#domain/profile/customer-of.ts';
import { advanceAccount } from './advance-account.ts';
import { advanceCustomer } from './advance-customer.ts';
import { advanceRelations } from './advance-relations.ts';
import type { CustomerGroup } from './customer-groups.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';

/** Brings a customer or an account up to date with what a group brings. Throws if it could not be written. */
export async function advanceGroup(dependencies: ProfileDependencies, group: CustomerGroup): Promise<void> {
  if (group.news.length > 0) return advanceRelations(dependencies, group);
  if (subjectOf(group.customerId) === 'account') return advanceAccount(dependencies, group);
  return advanceCustomer(dependencies, group);
}
