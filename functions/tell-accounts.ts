import pMap from 'p-map';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { CountMembersMessage, RelationMessage } from '#contracts/queue-message.ts';
import type { MemberRegister } from '#contracts/relations.ts';
import { accountCustomerOf } from '#domain/profile/customer-of.ts';
import type { RelationsAsked } from '#domain/profile/relations-asked.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { ProfileStore } from '#ports/profile-store.ts';

/** How many accounts are told at once. */
const concurrency = 8;

export type TellAccountsDependencies = {
  readonly asked: RelationsAsked;
  readonly profiles: Pick<ProfileStore, 'putMember'>;
  /** The event queue. */
  readonly relations: MessageQueue<RelationMessage>;
};

/** A member, how it stands, and the accounts (their ids) that are to know. */
export type ToldMember = {
  readonly tenant: string;
  readonly customerId: string;
  readonly register: MemberRegister;
  readonly accountIds: readonly string[];
  readonly clock: ClockMode;
  readonly correlationId: string;
};

type Note = { readonly member: ToldMember; readonly account: string };

function notesOf(member: ToldMember): Note[] {
  return member.accountIds.flatMap((accountId) => {
    const account = accountCustomerOf(accountId);
    return account === null ? [] : [{ member, account }];
  });
}

function recountOf({ member, account }: Note): CountMembersMessage {
  const { tenant, customerId, register, clock, correlationId } = member;
  const told = { account, member: customerId, memberVersion: register.version };
  return { kind: 'count members', schemaVersion: 1, tenant, clock, correlationId, ...told };
}

/**
 * Writes down at accounts how members of theirs stand, and then has each of them count: once, however many members of it are
 * told of. Whatever stops it in between, repeating it is right: a register gives way to a later one only.
 */
export async function tellAccounts(
  { asked, profiles, relations }: TellAccountsDependencies,
  members: readonly ToldMember[],
): Promise<void> {
  const notes = members.flatMap(notesOf);
  const put = ({ member, account }: Note) =>
    profiles.putMember(member.tenant, account, member.customerId, member.register);
  await pMap(notes, put, { concurrency });
  if (!asked.countsMembers || notes.length === 0) return;
  const recounts = new Map(
    notes.map((note) => {
      const { tenant, clock } = note.member;
      return [JSON.stringify([tenant, note.account, clock]), recountOf(note)];
    }),
  );
  await relations.send([...recounts.values()]);
}
