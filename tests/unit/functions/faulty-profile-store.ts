import type { ProfileStore, WriteResult } from '#ports/profile-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';

/**
 * What goes wrong with one call: it fails before anything happened, or is throttled, or, for a write, another is said to
 * have written first, or it happens and the answer is lost.
 */
export type Fault = 'none' | 'fails' | 'throttled' | 'conflict' | 'answer lost';

/** A store that goes wrong as a list says, one entry per call; once the list is at its end everything works. */
export function withFaults(store: ProfileStore, faults: readonly Fault[]): ProfileStore {
  let calls = 0;
  const nextFault = (): Fault => {
    calls += 1;
    return faults[calls - 1] ?? 'none';
  };
  const refuse = (fault: Fault): never => {
    throw fault === 'throttled' ? new ThrottledError('ask the store', null) : new Error('the store is away');
  };
  const read = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const fault = nextFault();
    return fault === 'none' ? work() : refuse(fault);
  };
  const write = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const fault = nextFault();
    if (fault !== 'none' && fault !== 'answer lost') return refuse(fault);
    const result = await work();
    if (fault === 'answer lost') throw new Error('the answer is lost');
    return result;
  };
  const conditionalWrite = async (work: () => Promise<WriteResult>): Promise<WriteResult> => {
    if (faults[calls] !== 'conflict') return write(work);
    calls += 1;
    return 'conflict';
  };
  return {
    load: (tenant, customerId, consistency) => read(() => store.load(tenant, customerId, consistency)),
    loadMany: (owners) => read(() => store.loadMany(owners)),
    loadPages: (tenant, customerId, after) => read(() => store.loadPages(tenant, customerId, after)),
    loadTraits: (tenant, customerId) => read(() => store.loadTraits(tenant, customerId)),
    loadJoins: (tenant, customerId) => read(() => store.loadJoins(tenant, customerId)),
    put: (record) => conditionalWrite(() => store.put(record)),
    putPage: (page) => write(() => store.putPage(page)),
    putJoin: (tenant, customerId, visitor, joinedMs) =>
      write(() => store.putJoin(tenant, customerId, visitor, joinedMs)),
    loadMembers: (tenant, account) => read(() => store.loadMembers(tenant, account)),
    loadMemberChunk: (tenant, account, after) => read(() => store.loadMemberChunk(tenant, account, after)),
    putMember: (tenant, account, userId, register) => write(() => store.putMember(tenant, account, userId, register)),
    putTraits: (tenant, customerId, stored) => conditionalWrite(() => store.putTraits(tenant, customerId, stored)),
  };
}
