import { commandSchema } from '#contracts/command.ts';
import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld } from './seen-world.ts';

function shown(body: string): string {
  return body.length > 300 ? `${body.slice(0, 300)}…` : body;
}

/** Dead-letter queues hold what nobody can read, all of it and once, and e-mails of which nobody knows; nothing else. */
export function checkDeadLetters(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  const { event, archive, playbook, delivery } = seen.evidence.deadLetters;
  const poison = expected.plan.direct.filter((message) => message.events.length === 0).map((message) => message.body);
  for (const body of new Set([...poison, ...event])) {
    const wanted = poison.filter((one) => one === body).length;
    const got = event.filter((one) => one === body).length;
    if (wanted !== got)
      differences.push(`dead letters of events: expected ${wanted} times, got ${got}: ${shown(body)}`);
  }
  for (const body of archive) differences.push(`a dead letter of the archive: ${shown(body)}`);
  for (const body of playbook) differences.push(`a dead letter of playbooks: ${shown(body)}`);
  for (const body of delivery) {
    const command = commandSchema.parse(JSON.parse(body));
    const isUncertain = seen.deliveries.get(command.id)?.status === 'claimed';
    if (!isUncertain) differences.push(`a dead letter of deliveries that is not uncertain: ${command.id}`);
  }
  return differences;
}
