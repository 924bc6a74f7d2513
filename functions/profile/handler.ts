import pMap from 'p-map';
import { countQuarantined } from '../count-quarantined.ts';
import type { FailedMessages, ReceivedMessage } from '../received-message.ts';
import { tellOffPlan } from '../tell-off-plan.ts';
import { advanceAccount, groupByAccount } from './advance-account.ts';
import { advanceCustomer } from './advance-customer.ts';
import { groupsInTurn } from './groups-in-turn.ts';
import { guardParts } from './guard-parts.ts';
import { createPageCache } from './page-cache.ts';
import type { ProfileHandlerDependencies } from './profile-dependencies.ts';
import { readAhead } from './read-ahead.ts';
import { receiveBatch } from './receive-batch.ts';
import { reportIdsPassedOver } from './report-ids-passed-over.ts';

/** How many customers of one batch are worked on at once. */
const concurrency = 32;

/**
 * Archives the events of a batch, then brings every customer up to date; what cannot be archived is not counted, and a customer that
 * fails sends back the messages that named it.
 */
export function createProfileHandler(dependencies: ProfileHandlerDependencies) {
  const { ledger, observer } = dependencies;
  const pages = createPageCache(dependencies.profiles);
  return async (messages: readonly ReceivedMessage[]): Promise<FailedMessages> => {
    const { groups, quarantined, offPlan, failed } = await receiveBatch(dependencies, messages);
    for (const { source, reports } of offPlan) tellOffPlan(observer, source, reports);
    reportIdsPassedOver(observer, groups);
    const guarded = guardParts(observer, failed);
    const setAside = quarantined.map(({ messageId, entry }) => () => {
      return guarded([messageId], { tenant: entry.tenant, quarantineId: entry.id }, async () => {
        await ledger.quarantine(entry);
        countQuarantined(observer, [entry]);
      });
    });
    const profiles = readAhead(dependencies.profiles, groups, (error) =>
      observer.warn('Cannot read a bunch of customers together; each is read alone', { error }),
    );
    const tellAccounts = groupByAccount(groups).map((account) => () => {
      const { tenant, customerId, messageIds } = account;
      const work = () => advanceAccount({ ...dependencies, pages }, account);
      return guarded(messageIds, { tenant, customerId }, work);
    });
    const advance = groupsInTurn(groups).map((own) => async () => {
      for (const group of own) {
        const { tenant, customerId, messageIds } = group;
        const work = () => advanceCustomer({ ...dependencies, profiles, pages }, group);
        await guarded(messageIds, { tenant, customerId }, work);
      }
    });
    await pMap([...setAside, ...tellAccounts, ...advance], (work) => work(), { concurrency });
    observer.count('MessageFailed', failed.size);
    return failed;
  };
}
