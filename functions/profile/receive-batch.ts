import type { ReceivedMessage } from '../received-message.ts';
import { archiveAccepted } from './archive-accepted.ts';
import { type GroupedMessages, groupByCustomer } from './group-by-customer.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';
import { scoreTexts } from './score-texts.ts';

/** A batch whose events may be counted; and the messages that go back, of which nothing may be. */
export type ReceivedBatch = Omit<GroupedMessages, 'accepted' | 'unreadable'> & { readonly failed: Set<string> };

/** Sorts a batch by customer and sees to it that its events are archived: what could not be is left out of it. */
export async function receiveBatch(
  dependencies: ProfileDependencies,
  messages: readonly ReceivedMessage[],
): Promise<ReceivedBatch> {
  const { definitions, clock, observer } = dependencies;
  const settings = { keepsAccounts: dependencies.asked.keepsAccounts, nowMs: clock() };
  const receive = async (some: readonly ReceivedMessage[]) =>
    scoreTexts(definitions.plan, await groupByCustomer(definitions, some, settings));
  const received = await receive(messages);
  const failed = new Set(await archiveAccepted(dependencies, received.accepted));
  const isKept = (message: ReceivedMessage) => !failed.has(message.id);
  const kept = failed.size === 0 ? received : await receive(messages.filter(isKept));
  for (const { messageId, reason } of kept.unreadable) {
    failed.add(messageId);
    observer.warn('Cannot read a message', { messageId, reason });
  }
  return { ...kept, failed };
}
