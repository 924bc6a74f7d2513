import type { ProfileStore } from '#ports/profile-store.ts';

/** At which call a process dies: before the call has an effect, or after it, with the answer lost. */
export type Crash = { readonly atCall: number; readonly when: 'before' | 'after' };

/** A store whose user dies at one call: from then on nothing gets through, until `revive` says that another process is there. */
export function withCrash(store: ProfileStore, crash: Crash): { store: ProfileStore; revive: () => void } {
  let calls = 0;
  let isDead = false;
  let isRevived = false;
  const call = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    const diesHere = !isRevived && calls === crash.atCall;
    if (isDead || (diesHere && crash.when === 'before')) {
      isDead = true;
      throw new Error('the process is gone');
    }
    if (diesHere) isDead = true;
    const result = await work();
    if (diesHere) throw new Error('the answer is lost');
    return result;
  };
  return {
    store: {
      load: (tenant, customerId, consistency) => call(() => store.load(tenant, customerId, consistency)),
      loadMany: (owners) => call(() => store.loadMany(owners)),
      loadPages: (tenant, customerId, after) => call(() => store.loadPages(tenant, customerId, after)),
      loadTraits: (tenant, customerId) => call(() => store.loadTraits(tenant, customerId)),
      loadJoins: (tenant, customerId) => call(() => store.loadJoins(tenant, customerId)),
      put: (record) => call(() => store.put(record)),
      putPage: (page) => call(() => store.putPage(page)),
      putJoin: (tenant, customerId, visitor, joinedMs) =>
        call(() => store.putJoin(tenant, customerId, visitor, joinedMs)),
      loadMembers: (tenant, account) => call(() => store.loadMembers(tenant, account)),
      loadMemberChunk: (tenant, account, after) => call(() => store.loadMemberChunk(tenant, account, after)),
      putMember: (tenant, account, userId, register) => call(() => store.putMember(tenant, account, userId, register)),
      putTraits: (tenant, customerId, stored) => call(() => store.putTraits(tenant, customerId, stored)),
    },
    revive() {
      isDead = false;
      isRevived = true;
    },
  };
}
