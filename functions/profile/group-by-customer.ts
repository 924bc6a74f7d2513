import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import { accountCustomerOf } from '#domain/profile/customer-of.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ReceivedMessage } from '../received-message.ts';
import type { AcceptedEvent } from './accepted-event.ts';
import { tellsOfAccount } from './advance-account.ts';
import { type CustomerGroup, CustomerGroups } from './customer-groups.ts';
import { type ReadEvents, readEvents } from './read-events.ts';
import { readMessage } from './read-message.ts';

export type GroupedMessages = {
  readonly groups: CustomerGroup[];
  /** Every event of the groups that is not in the archive yet, with what it came with. */
  readonly accepted: readonly AcceptedEvent[];
  readonly quarantined: readonly { readonly messageId: string; readonly entry: QuarantinedEvent }[];
  /** Messages that are none of ours, with the reason; they go back and end in the dead-letter queue. */
  readonly unreadable: readonly { readonly messageId: string; readonly reason: string }[];
  /** What the tracking plan does not foresee of events that came to the queue by themselves. */
  readonly offPlan: readonly { readonly source: string; readonly reports: DecodedRequest['reports'] }[];
};

export type GroupingSettings = {
  /** Whether events count for the account that they name as well. */
  readonly keepsAccounts: boolean;
  readonly nowMs: number;
};

/**
 * Adds the events of one message to whom they count for: the customer, and the account that the event itself names. Where
 * accounts have no profile, they are still told what group events say of them.
 */
function addEvents(groups: CustomerGroups, messageId: string, read: ReadEvents, keepsAccounts: boolean): void {
  for (const { event, customerId } of read.events) {
    if (read.countsFor !== 'accounts') groups.addEvent(messageId, read, customerId, event);
    if (read.countsFor === 'customers' || !(keepsAccounts || tellsOfAccount(event))) continue;
    const account = accountCustomerOf(event.accountId);
    if (account !== null) groups.addEvent(messageId, read, account, event);
  }
}

/** Sorts a batch of messages by customer and account, so that each costs one read and one write. */
export async function groupByCustomer(
  definitions: Pick<RetentionDefinitions, 'plan' | 'sources'>,
  messages: readonly ReceivedMessage[],
  { keepsAccounts, nowMs }: GroupingSettings,
): Promise<GroupedMessages> {
  const groups = new CustomerGroups();
  const accepted: AcceptedEvent[] = [];
  const quarantined: { messageId: string; entry: QuarantinedEvent }[] = [];
  const unreadable: { messageId: string; reason: string }[] = [];
  const offPlan: { source: string; reports: DecodedRequest['reports'] }[] = [];
  for (const message of messages) {
    const messageId = message.id;
    const content = readMessage(message);
    if (typeof content === 'string') {
      unreadable.push({ messageId, reason: content });
      continue;
    }
    if (content.kind === 'wake profile') {
      groups.addWake(messageId, content);
      continue;
    }
    if (content.kind === 'wake profiles') {
      for (const customer of content.customers) groups.addWake(messageId, { tenant: content.tenant, ...customer });
      continue;
    }
    if (content.kind === 'count members' || content.kind === 'account standing') {
      groups.addNews(messageId, content);
      continue;
    }
    const read = await readEvents(definitions, content, message, nowMs);
    if (typeof read === 'string') {
      unreadable.push({ messageId, reason: read });
      continue;
    }
    const { source, correlationId, clock, reports } = read;
    if (reports.length > 0) offPlan.push({ source, reports });
    for (const entry of read.quarantined) quarantined.push({ messageId, entry });
    addEvents(groups, messageId, read, keepsAccounts);
    if (read.isArchived) continue;
    for (const { event } of read.events) accepted.push({ messageId, event, source, correlationId, clock });
  }
  return { groups: groups.all(), accepted, quarantined, unreadable, offPlan };
}
