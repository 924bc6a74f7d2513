import pMap from 'p-map';
import type { FailedMessages, ReceivedMessage } from '../received-message.ts';
import { advanceCustomer } from './advance-customer.ts';
import { groupByCustomer } from './group-by-customer.ts';
import { groupsInTurn } from './groups-in-turn.ts';
import { guardParts } from './guard-parts.ts';
import { createPageCache } from './page-cache.ts';
import type { ProfileHandlerDependencies } from './profile-dependencies.ts';
import { readAhead } from './read-ahead.ts';

/** How many customers of one batch are worked on at once. */
const concurrency = 32;

/** Brings every customer of a batch up to date; a customer that fails sends back the messages that named it. */
export function createProfileHandler(dependencies: ProfileHandlerDependencies) {
  const { definitions, ledger, clock, observer } = dependencies;
  const pages = createPageCache(dependencies.profiles);
  return async (messages: readonly ReceivedMessage[]): Promise<FailedMessages> => {
    const { groups, quarantined, unreadable } = groupByCustomer(definitions.plan, messages, clock());
    const failed = new Set<string>(unreadable.map((one) => one.messageId));
    for (const { messageId, reason } of unreadable) observer.warn('Cannot read a message', { messageId, reason });
    const guarded = guardParts(observer, failed);
    const setAside = quarantined.map(({ messageId, entry }) => () => {
      return guarded([messageId], { tenant: entry.tenant, quarantineId: entry.id }, async () => {
        await ledger.quarantine(entry);
        observer.count('EventsQuarantined', 1);
      });
    });
    const profiles = readAhead(dependencies.profiles, groups, (error) =>
      observer.warn('Cannot read a bunch of customers together; each is read alone', { error }),
    );
    const advance = groupsInTurn(groups).map((own) => async () => {
      for (const group of own) {
        const { tenant, customerId, messageIds } = group;
        const work = () => advanceCustomer({ ...dependencies, profiles, pages }, group);
        await guarded(messageIds, { tenant, customerId }, work);
      }
    });
    await pMap([...setAside, ...advance], (work) => work(), { concurrency });
    observer.count('MessageFailed', failed.size);
    return failed;
  };
}
