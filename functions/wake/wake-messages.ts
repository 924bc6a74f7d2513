import { maximumCustomersPerWake, type ProfileWakesMessage, type RunWakeMessage } from '#contracts/queue-message.ts';
import type { DueItem } from '#ports/wake-index.ts';

/** Profiles to look at, in messages of many customers of one tenant: those who are due first come first. */
export function profileMessages(due: readonly DueItem[]): ProfileWakesMessage[] {
  const open = new Map<string, ProfileWakesMessage>();
  const messages: ProfileWakesMessage[] = [];
  for (const { kind, tenant, customerId, dueMs } of due) {
    if (kind !== 'profile') continue;
    const message = open.get(tenant);
    if (message !== undefined && message.customers.length < maximumCustomersPerWake) {
      message.customers.push({ customerId, dueMs });
      continue;
    }
    const begun: ProfileWakesMessage = {
      kind: 'wake profiles',
      schemaVersion: 1,
      tenant,
      customers: [{ customerId, dueMs }],
    };
    open.set(tenant, begun);
    messages.push(begun);
  }
  return messages;
}

/** Runs whose wait is over, each in a message of its own: what a run does may take seconds. */
export function runMessages(due: readonly DueItem[]): RunWakeMessage[] {
  return due
    .filter(({ kind }) => kind === 'run')
    .map(({ tenant, customerId, runId, dueMs }) => {
      return { kind: 'wake run', schemaVersion: 1, tenant, customerId, runId, dueMs };
    });
}
