import type { ProfileRecord } from '#contracts/profile-record.ts';
import { type RelationsAsked, relationsAsked } from '#domain/profile/relations-asked.ts';
import { heldBackIn, transitionsOf } from '#domain/profile/transitions-of.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { Observer } from '#ports/observer.ts';
import type { PopulationLookup } from '../population-cache.ts';
import { concernsOthers, type TellDependencies, tellRelations } from '../tell-relations.ts';
import { countFlows, type FlowDependencies } from './count-flows.ts';
import { type PublishDependencies, publishInOrder } from './publish-in-order.ts';
import { readInOrder } from './read-in-order.ts';

/** One write of a profile, as the table's stream tells it: its place in the stream, and the profile as it was written. */
export type AnnouncedWrite = { readonly sequenceNumber: string; readonly record: ProfileRecord };

/** Announces writes, given in the order of the stream; gives the sequence number to go on from, null when all is done. */
export type Announce = (writes: readonly AnnouncedWrite[]) => Promise<string | null>;

/** What the announce handler needs. */
export type AnnounceDependencies = PublishDependencies &
  Omit<TellDependencies, 'asked'> &
  FlowDependencies & {
    readonly definitions: RetentionDefinitions;
    readonly ledger: Pick<Ledger, 'recordTransitions'>;
    readonly populations: PopulationLookup;
    readonly observer: Observer;
  };

/** Of each customer and account the last of its writes that changed what others ask about: it says all. */
function concerning(asked: RelationsAsked, writes: readonly { readonly record: ProfileRecord }[]): ProfileRecord[] {
  const records = writes.map(({ record }) => record).filter((record) => concernsOthers(asked, record));
  return [...new Map(records.map((record) => [JSON.stringify([record.tenant, record.customerId]), record])).values()];
}

/** The writes, each with the snapshot that was effective when it was judged. */
function withPopulations(populations: PopulationLookup, writes: readonly AnnouncedWrite[]) {
  return Promise.all(
    writes.map(async (write) => {
      return { ...write, population: await populations.at(write.record.tenant, write.record.judgedMs) };
    }),
  );
}

/**
 * Records the transitions of writes, counts them, tells accounts and members what concerns them, and publishes, each customer's in order.
 * Returns the sequence number of the first write that the bus has not taken whole, or whose profile cannot be read, else null:
 * everything from there comes again. Throws, so that all of it comes again, if the ledger fails, or the customer table or the
 * event queue where others have to be told, or if the very first write cannot be read.
 */
export function createAnnounceHandler(dependencies: AnnounceDependencies): Announce {
  const { definitions, ledger, observer } = dependencies;
  const asked = relationsAsked(definitions);
  return async (writes) => {
    const judged = await withPopulations(dependencies.populations, writes);
    const { read, stoppedAt } = readInOrder(judged, ({ sequenceNumber, record, population }) => {
      return { sequenceNumber, record, population, transitions: transitionsOf(definitions, record, population) };
    });
    await ledger.recordTransitions(read.flatMap((write) => write.transitions));
    await countFlows(dependencies, read);
    await tellRelations({ ...dependencies, asked }, concerning(asked, read));
    const { taken, refused, left } = await publishInOrder(dependencies, read);
    observer.count('TransitionsAnnounced', taken);
    observer.count('TransitionsRefused', refused);
    const heldBack = read.reduce((sum, { record }) => sum + heldBackIn(record).length, 0);
    if (heldBack > 0) observer.count('StaysHeldBack', heldBack);
    return left[0]?.sequenceNumber ?? stoppedAt;
  };
}
