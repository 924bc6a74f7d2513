import * as z from 'zod';
import { type ArchivedEvent, archivedEventSchema } from '#contracts/archived-event.ts';
import { customerIdSchema } from '#contracts/identifier.ts';
import { timeMsSchema } from '#contracts/time.ts';
import { EventSpool } from './event-spool.ts';

/** That a user said that a visitor is them: where two did, the first by time of receipt has the visitor. */
const claimSchema = z.strictObject({
  visitor: customerIdSchema,
  user: customerIdSchema,
  receivedMs: timeMsSchema,
  eventId: z.string(),
});
export type Claim = z.infer<typeof claimSchema>;

/** An event, with the customer who has it in the end: a user has those of the visitors that are part of it. */
const ownedSchema = z.strictObject({ owner: customerIdSchema, customer: customerIdSchema, event: archivedEventSchema });
export type OwnedEvent = z.infer<typeof ownedSchema>;

/**
 * The archive on disk: first the visitors and who claims them, apart from the users; then everybody's events together.
 */
export type ReplaySpool = {
  readonly partitions: number;
  addVisit(visitor: string, event: ArchivedEvent): void;
  addClaim(claim: Claim): void;
  addOwned(owned: OwnedEvent): void;
  visits(partition: number): Iterable<ArchivedEvent>;
  claims(partition: number): Iterable<Claim>;
  owned(partition: number): Iterable<OwnedEvent>;
  remove(): void;
};

function* parsed<T>(schema: z.ZodType<T>, values: Iterable<unknown>): Generator<T> {
  for (const value of values) yield schema.parse(value);
}

/** Makes an empty spool of so many partitions. */
export function createReplaySpool(partitions: number): ReplaySpool {
  const spool = new EventSpool<'visits' | 'claims' | 'owned'>(partitions);
  return {
    partitions,
    addVisit: (visitor, event) => spool.add('visits', visitor, event),
    addClaim: (claim) => spool.add('claims', claim.visitor, claim),
    addOwned: (owned) => spool.add('owned', owned.owner, owned),
    visits: (partition) => parsed(archivedEventSchema, spool.read('visits', partition)),
    claims: (partition) => parsed(claimSchema, spool.read('claims', partition)),
    owned: (partition) => parsed(ownedSchema, spool.read('owned', partition)),
    remove: () => spool.remove(),
  };
}
