import type { ClockMode } from '#contracts/clock-mode.ts';
import { type AccountStandingMessage, maximumMembersTold, type RelationMessage } from '#contracts/queue-message.ts';
import type { AccountStanding } from '#contracts/relations.ts';
import { accountCustomerOf } from '#domain/profile/customer-of.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { Observer } from '#ports/observer.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { mostMembersRead, readMembers } from './read-members.ts';

export type TellMembersDependencies = {
  readonly profiles: Pick<ProfileStore, 'loadMemberChunk'>;
  /** The event queue. */
  readonly relations: MessageQueue<RelationMessage>;
  readonly observer: Pick<Observer, 'note' | 'count'>;
};

/** An account, and how it stands. */
export type ToldAccount = {
  readonly tenant: string;
  readonly standing: AccountStanding;
  readonly clock: ClockMode;
  readonly correlationId: string;
};

/** The messages that tell some members how their account stands. */
export function standingMessages(account: ToldAccount, members: readonly string[]): AccountStandingMessage[] {
  const { tenant, standing, clock, correlationId } = account;
  const about = { kind: 'account standing', schemaVersion: 1, tenant, clock, correlationId, standing } as const;
  return Array.from({ length: Math.ceil(members.length / maximumMembersTold) }, (_, index) => {
    const from = index * maximumMembersTold;
    return { ...about, members: members.slice(from, from + maximumMembersTold) };
  });
}

/** Tells every member of an account how it stands now. Repeating it is right: a later version is never replaced. */
export async function tellMembers(
  { profiles, relations, observer }: TellMembersDependencies,
  account: ToldAccount,
): Promise<void> {
  const { tenant, standing } = account;
  const customerId = accountCustomerOf(standing.accountId);
  if (customerId === null) return;
  const { members, more } = await readMembers(profiles, tenant, customerId);
  if (more) {
    observer.note('An account has more members than are told of it', { tenant, customerId, told: mostMembersRead });
    observer.count('MembersPassedOver', 1);
  }
  const messages = standingMessages(
    account,
    members.map(({ userId }) => userId),
  );
  if (messages.length > 0) await relations.send(messages);
}
