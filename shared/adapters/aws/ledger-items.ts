import type { Delivery } from '#contracts/delivery.ts';
import type { Outcome } from '#contracts/outcome.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { Task } from '#contracts/task.ts';
import type { Transition } from '#contracts/transition.ts';
import type { Item } from './item-attributes.ts';
import { customerKey, sortable } from './item-keys.ts';

/** The largest amount that the order of tasks tells apart, in minor units. */
const largestValueMinor = 9_999_999_999_999;

const quarantineRetentionSeconds = 90 * 86_400;

/** Customers' entries and tenants' entries never meet in one partition: the first word tells them apart. */
export function ledgerCustomerKey(tenant: string, customerId: string): string {
  return `customer|${customerKey(tenant, customerId)}`;
}

export const taskPartition = (tenant: string) => `tasks|${tenant}`;
export const outcomePartition = (tenant: string) => `outcomes|${tenant}`;
export const quarantinePartition = (tenant: string) => `quarantine|${tenant}`;

/** What of a write a transition tells. */
function subjectOfTransition(transition: Transition): string {
  switch (transition.type) {
    case 'Churn Risk Changed':
      return 'risk';
    case 'Customer Migrated':
      return `migration/${transition.migration}`;
    default:
      return `segment/${transition.segment}`;
  }
}

export function transitionItem(transition: Transition): Item {
  return {
    pk: { S: ledgerCustomerKey(transition.tenant, transition.customerId) },
    sk: { S: `transition#${sortable(transition.profileVersion)}#${subjectOfTransition(transition)}` },
    entry: { S: JSON.stringify(transition) },
  };
}

export function deliveryKey(delivery: Pick<Delivery, 'tenant' | 'customerId' | 'commandId'>) {
  return {
    pk: { S: ledgerCustomerKey(delivery.tenant, delivery.customerId) },
    sk: { S: `delivery#${delivery.commandId}` },
  };
}

export function deliveryItem(delivery: Delivery): Item {
  return { ...deliveryKey(delivery), status: { S: delivery.status }, entry: { S: JSON.stringify(delivery) } };
}

/** Open tasks lie in the inbox, the most valuable first, then the oldest. */
export function taskItem(task: Task): Item {
  const value = Math.max(0, Math.min(largestValueMinor, task.valueMinor));
  const item: Item = {
    pk: { S: ledgerCustomerKey(task.tenant, task.customerId) },
    sk: { S: `task#${task.id}` },
    entry: { S: JSON.stringify(task) },
  };
  if (task.status === 'open') {
    item['inboxPartition'] = { S: taskPartition(task.tenant) };
    item['inboxOrder'] = { S: `${sortable(largestValueMinor - value)}#${sortable(task.createdMs)}#${task.id}` };
  }
  return item;
}

export function outcomeItem(outcome: Outcome): Item {
  return {
    pk: { S: ledgerCustomerKey(outcome.tenant, outcome.customerId) },
    sk: { S: `outcome#${outcome.id}` },
    inboxPartition: { S: outcomePartition(outcome.tenant) },
    inboxOrder: { S: `${sortable(outcome.measuredMs)}#${outcome.id}` },
    entry: { S: JSON.stringify(outcome) },
  };
}

export function quarantineKey(entry: Pick<QuarantinedEvent, 'tenant' | 'id'>) {
  return { pk: { S: quarantinePartition(entry.tenant) }, sk: { S: entry.id } };
}

export function quarantineItem(entry: QuarantinedEvent): Item {
  return {
    ...quarantineKey(entry),
    inboxPartition: { S: quarantinePartition(entry.tenant) },
    inboxOrder: { S: `${sortable(entry.receivedMs)}#${entry.id}` },
    expiresAt: { N: String(Math.floor(entry.receivedMs / 1000) + quarantineRetentionSeconds) },
    entry: { S: JSON.stringify(entry) },
  };
}
