import { firstMemberPosition, type Member, type MemberPosition, type ProfileStore } from '#ports/profile-store.ts';

/** Most members of one account that are counted and told: reading them takes some 300 read units each time. */
export const mostMembersRead = 10_000;

/** Members of an account, and whether there are more than are read. */
export type ReadMembers = { readonly members: readonly Member[]; readonly more: boolean };

/** Reads the members of an account: all that were written before, or the first `mostMembersRead` by their ids. */
export async function readMembers(
  profiles: Pick<ProfileStore, 'loadMemberChunk'>,
  tenant: string,
  account: string,
): Promise<ReadMembers> {
  const members: Member[] = [];
  let position: MemberPosition | null = firstMemberPosition;
  while (position !== null && members.length <= mostMembersRead) {
    const chunk: Awaited<ReturnType<ProfileStore['loadMemberChunk']>> = await profiles.loadMemberChunk(
      tenant,
      account,
      position,
    );
    members.push(...chunk.members);
    position = chunk.next;
  }
  return {
    members: members.slice(0, mostMembersRead),
    more: position !== null || members.length > mostMembersRead,
  };
}
