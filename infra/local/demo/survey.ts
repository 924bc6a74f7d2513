import type { ProfileRecord } from '#contracts/profile-record.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { ProfileReader } from '#ports/profile-reader.ts';
import type { KnownCustomer } from './transition-tally.ts';

/** What the stored profiles add up to, read one by one: nothing of it was counted on the way. */
export type Survey = {
  readonly customers: readonly KnownCustomer[];
  readonly segments: Readonly<Record<string, number>>;
  /** Different events that profiles have counted, as their states say. */
  readonly eventsApplied: number;
};

const pageLimit = 1_000;

/** Reads every profile of a tenant; accounts are passed over, for what they have counted is their customers'. */
export async function surveyProfiles(reader: ProfileReader, tenant: string): Promise<Survey> {
  const customers: KnownCustomer[] = [];
  const segments: Record<string, number> = {};
  let eventsApplied = 0;
  const take = (record: ProfileRecord): void => {
    // What an account has counted, its members have as well.
    if (subjectOf(record.customerId) === 'account') return;
    eventsApplied += decodeState(record.state).events;
    // Part of another customer by now.
    if (record.joined !== null) return;
    const own = Object.keys(record.memberships);
    customers.push({ customerId: record.customerId, version: record.version, segments: own });
    for (const segment of own) segments[segment] = (segments[segment] ?? 0) + 1;
  };
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<ProfileReader['profiles']>> = await reader.profiles(tenant, {
      limit: pageLimit,
      next,
    });
    for (const record of page.items) take(record);
    next = page.next;
  } while (next !== null);
  return { customers, segments, eventsApplied };
}
