import type { CreateTaskCommand } from '#contracts/command.ts';
import type { DeliverDependencies } from './deliver-dependencies.ts';

/** Puts a task into the inbox, once. */
export async function deliverTask(dependencies: DeliverDependencies, command: CreateTaskCommand): Promise<void> {
  const { id, tenant, customerId, playbook, runId, title, advice, why, dueMs, valueMinor } = command;
  const isNew = await dependencies.ledger.createTask({
    id,
    tenant,
    customerId,
    playbook,
    runId,
    title,
    advice,
    why,
    dueMs,
    valueMinor,
    createdMs: command.issuedMs,
    status: 'open',
  });
  if (isNew) dependencies.observer.count('TasksCreated', 1);
}
