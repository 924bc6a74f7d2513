import type { WakeSent } from '../world/infrastructure.ts';
import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld } from './seen-world.ts';

/** Whether numbers never fall. */
function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
}

/** What was sent in one go: messages begin in the order of lateness, and each tenant's profiles are in that order. */
function isInOrder(sent: readonly WakeSent[]): boolean {
  const ofTenants = Map.groupBy(sent, ({ tenant }) => tenant);
  const each = [...ofTenants.values()].every((own) => isAscending(own.flatMap(({ dueMs }) => dueMs)));
  return each && isAscending(sent.map(({ dueMs }) => dueMs[0] ?? 0));
}

/** Whatever is due together, as after an outage, is woken in the order of lateness. */
export function checkBacklog(_expected: ExpectedWorld, { evidence }: SeenWorld): string[] {
  const goes = Map.groupBy(evidence.wakesSent, ({ atMs }) => atMs);
  return [...goes]
    .filter(([, sent]) => !isInOrder(sent))
    .map(([atMs, sent]) => {
      const due = sent.map(({ tenant, dueMs }) => `${tenant}: ${dueMs.join(', ')}`);
      return `what was woken at ${atMs} was due at ${due.join('; ')}, which is not the order of lateness`;
    });
}
