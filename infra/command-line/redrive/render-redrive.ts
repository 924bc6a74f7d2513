import { alignedRows } from '../text-table.ts';
import type { DeadLetterDescription } from './describe-dead-letter.ts';
import type { ListedDeadLetters } from './list-dead-letters.ts';
import type { Moved } from './move-dead-letters.ts';
import type { RedrivableQueueName } from './redrivable-queues.ts';
import { hiddenSeconds } from './sqs-dead-letter-queue.ts';

/** `--json` has all of them. */
const refusalsShown = 10;

const messagesText = (count: number) => `${count} ${count === 1 ? 'message' : 'messages'}`;

/** SQS counts only roughly. */
const leftText = (count: number) => (count === 0 ? 'none is' : `about ${count} ${count === 1 ? 'is' : 'are'}`);

const numberText = (count: number | null) => (count === null ? '–' : String(count));

function rowOf({ kind, tenant, customers, events, received, sent, start }: DeadLetterDescription): string[] {
  return [kind, tenant ?? '–', numberText(customers), numberText(events), String(received), sent, start];
}

function hiddenNote(released: boolean): string[] {
  return released ? [] : [`They cannot be received before ${hiddenSeconds} s from now: giving them back failed.`];
}

/** What lies in a dead-letter queue, a line for each message. */
export function renderListed(queue: RedrivableQueueName, listed: ListedDeadLetters, left: number): string {
  const { messages, released } = listed;
  if (messages.length === 0) return `No dead letters of ${queue} can be seen.`;
  const header = ['kind', 'tenant', 'customers', 'events', 'received', 'sent', 'begins'];
  const beyond = left > messages.length ? [`About ${left} are there; a larger --limit shows more of them.`] : [];
  return [
    ...alignedRows([header, ...messages.map(rowOf)]),
    '',
    `${messagesText(messages.length)} would be moved; nothing was.`,
    ...beyond,
    ...hiddenNote(released),
  ].join('\n');
}

/** What became of the messages of a dead-letter queue. `left` is about how many still lie there. */
export function renderMoved(queue: RedrivableQueueName, moved: Moved, left: number): string {
  const { refused, notDeleted, released } = moved;
  if (moved.moved === 0 && refused.length === 0) return `No dead letters of ${queue} can be seen; nothing was moved.`;
  return [
    `${messagesText(moved.moved)} moved back to the queue of ${queue}; ${leftText(left)} left among the dead letters.`,
    ...refused.slice(0, refusalsShown).map(({ messageId, reason }) => `  not taken: ${messageId}  ${reason}`),
    ...notDeleted
      .slice(0, refusalsShown)
      .map(({ messageId, reason }) => `  moved, but not deleted: ${messageId}  ${reason}`),
    ...hiddenNote(released),
  ].join('\n');
}
