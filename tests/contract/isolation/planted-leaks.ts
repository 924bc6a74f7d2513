import type { IsolationStores } from './isolation-stores.ts';

/** A mistake by which something of one tenant reaches another, and the stores that make it. */
export type PlantedLeak = { readonly what: string; readonly plant: (stores: IsolationStores) => IsolationStores };

/** Where a store that forgets the tenant keeps everything. */
const shared = 't';

/** Every way that a store may forget to keep tenants apart; each must be found. */
export const plantedLeaks: readonly PlantedLeak[] = [
  {
    what: 'profiles that forget the tenant',
    plant: (stores) => ({
      ...stores,
      profiles: {
        ...stores.profiles,
        load: (_, customerId, consistency) => stores.profiles.load(shared, customerId, consistency),
        loadMany: (owners) => stores.profiles.loadMany(owners.map((owner) => ({ ...owner, tenant: shared }))),
        put: (record) => stores.profiles.put({ ...record, tenant: shared }),
      },
    }),
  },
  {
    what: 'traits that forget the tenant',
    plant: (stores) => ({
      ...stores,
      profiles: {
        ...stores.profiles,
        loadTraits: (_, customerId) => stores.profiles.loadTraits(shared, customerId),
        putTraits: (_, customerId, stored) => stores.profiles.putTraits(shared, customerId, stored),
      },
    }),
  },
  {
    what: 'joins that forget the tenant',
    plant: (stores) => ({
      ...stores,
      profiles: {
        ...stores.profiles,
        putJoin: (_, customerId, visitor, joinedMs) => stores.profiles.putJoin(shared, customerId, visitor, joinedMs),
        loadJoins: (_, customerId) => stores.profiles.loadJoins(shared, customerId),
      },
    }),
  },
  {
    what: 'members that forget the tenant',
    plant: (stores) => ({
      ...stores,
      profiles: {
        ...stores.profiles,
        putMember: (_, account, userId, register) => stores.profiles.putMember(shared, account, userId, register),
        loadMembers: (_, account) => stores.profiles.loadMembers(shared, account),
      },
    }),
  },
  {
    what: 'pages that forget the tenant',
    plant: (stores) => ({
      ...stores,
      profiles: {
        ...stores.profiles,
        putPage: (page) => stores.profiles.putPage({ ...page, tenant: shared }),
        loadPages: (_, customerId, after) => stores.profiles.loadPages(shared, customerId, after),
      },
    }),
  },
  {
    what: 'runs that forget the tenant',
    plant: (stores) => ({
      ...stores,
      runs: {
        ...stores.runs,
        loadRun: (_, customerId, runId) => stores.runs.loadRun(shared, customerId, runId),
        latestRun: (_, customerId, playbook) => stores.runs.latestRun(shared, customerId, playbook),
        putRun: (run) => stores.runs.putRun({ ...run, tenant: shared }),
      },
    }),
  },
  {
    what: 'a list of transitions that forgets the tenant',
    plant: (stores) => ({
      ...stores,
      ledgerReader: {
        ...stores.ledgerReader,
        transitionsOf: (_, customerId, limit) => stores.ledgerReader.transitionsOf(shared, customerId, limit),
      },
    }),
  },
  {
    what: 'a list of tasks that forgets the tenant',
    plant: (stores) => ({
      ...stores,
      ledgerReader: {
        ...stores.ledgerReader,
        openTasks: (_, page) => stores.ledgerReader.openTasks(shared, page),
      },
    }),
  },
  {
    what: 'a quarantine that gives an entry to whoever knows its id',
    plant: (stores) => {
      const owners = new Map<string, string>();
      return {
        ...stores,
        ledger: {
          ...stores.ledger,
          async quarantine(entry) {
            owners.set(entry.id, entry.tenant);
            await stores.ledger.quarantine(entry);
          },
        },
        quarantine: {
          ...stores.quarantine,
          find: (tenant, id) => stores.quarantine.find(owners.get(id) ?? tenant, id),
        },
      };
    },
  },
  {
    what: 'a scan of profiles that takes every tenant whose name begins alike',
    plant: (stores) => ({
      ...stores,
      profileReader: {
        async profiles(tenant, page) {
          const own = await stores.profileReader.profiles(tenant, page);
          const other = await stores.profileReader.profiles(`${tenant}1`, { limit: page.limit, next: null });
          return page.next === null ? { ...own, items: [...own.items, ...other.items].slice(0, page.limit) } : own;
        },
      },
    }),
  },
  {
    what: 'an archive that forgets the tenant',
    plant: (stores) => ({
      ...stores,
      archive: {
        ...stores.archive,
        list: (_, days, page) => stores.archive.list(shared, days, page),
        read: (_, key) => stores.archive.read(shared, key),
      },
    }),
  },
  {
    what: 'a list of keys that forgets the tenant',
    plant: (stores) => ({
      ...stores,
      sources: { ...stores.sources, list: (_, page) => stores.sources.list(shared, page) },
    }),
  },
  {
    what: 'keys that anybody may revoke',
    plant: (stores) => ({
      ...stores,
      sources: {
        ...stores.sources,
        async revoke({ writeKeyHash }, revokedMs) {
          const source = await stores.sources.find(writeKeyHash);
          return source === null ? null : stores.sources.revoke(source, revokedMs);
        },
      },
    }),
  },
  {
    what: 'e-mails with the traits of another tenant',
    plant: (stores) => ({
      ...stores,
      profiles: {
        ...stores.profiles,
        async loadTraits(tenant, customerId) {
          const own = await stores.profiles.loadTraits(tenant, customerId);
          const { traits } = await stores.profiles.loadTraits(shared, customerId);
          return own.traits['email'] === undefined ? own : { ...own, traits };
        },
      },
    }),
  },
];
