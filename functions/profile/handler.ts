import pMap from 'p-map';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { type RelationsAsked, relationsAsked } from '#domain/profile/relations-asked.ts';
import { countQuarantined } from '../count-quarantined.ts';
import type { FailedMessages, ReceivedMessage } from '../received-message.ts';
import { tellOffPlan } from '../tell-off-plan.ts';
import { advanceGroup } from './advance-group.ts';
import type { CustomerGroup } from './customer-groups.ts';
import { groupsInTurn } from './groups-in-turn.ts';
import { guardParts } from './guard-parts.ts';
import { createPageCache } from './page-cache.ts';
import type { ProfileDependencies, ProfileHandlerDependencies } from './profile-dependencies.ts';
import { readAhead } from './read-ahead.ts';
import { receiveBatch } from './receive-batch.ts';
import { reportIdsPassedOver } from './report-ids-passed-over.ts';

/** How many customers and accounts of one batch are worked on at once. */
const concurrency = 32;

/** Whether a group needs the profile as it is; what others tell is decided about a profile that is read when it is its turn. */
function readsAhead({ keepsAccounts }: RelationsAsked, { customerId, news }: CustomerGroup): boolean {
  return news.length === 0 && (keepsAccounts || subjectOf(customerId) === 'customer');
}

/**
 * Archives the events of a batch, then brings every customer and account up to date; what cannot be archived is not counted, and
 * one that fails sends back the messages that named it.
 */
export function createProfileHandler(given: ProfileHandlerDependencies) {
  const { ledger, observer } = given;
  const asked = relationsAsked(given.definitions);
  const dependencies: ProfileDependencies = { ...given, asked, pages: createPageCache(given.profiles) };
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
    const read = groups.filter((group) => readsAhead(asked, group));
    const profiles = readAhead(dependencies.profiles, read, (error) =>
      observer.warn('Cannot read a bunch of customers together; each is read alone', { error }),
    );
    const advance = groupsInTurn(groups).map((own) => async () => {
      for (const group of own) {
        const { tenant, customerId, messageIds } = group;
        const work = () => advanceGroup({ ...dependencies, profiles }, group);
        await guarded(messageIds, { tenant, customerId }, work);
      }
    });
    await pMap([...setAside, ...advance], (work) => work(), { concurrency });
    observer.count('MessageFailed', failed.size);
    return failed;
  };
}
