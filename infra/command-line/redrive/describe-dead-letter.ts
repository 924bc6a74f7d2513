import * as z from 'zod';
import { isoTime } from '#contracts/time.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import type { DeadLetter } from './dead-letter-queue.ts';

/** Characters of a body that are shown. */
const startCharacters = 120;

/** What a dead letter is about, without being moved. Null where its body does not say. */
export type DeadLetterDescription = {
  readonly messageId: string;
  readonly kind: string;
  readonly tenant: string | null;
  readonly customers: number | null;
  readonly events: number | null;
  /** How often it was received, this look included. */
  readonly received: number;
  /** When it was sent first. */
  readonly sent: string;
  /** How its body begins, on one line. */
  readonly start: string;
};

type Content = Pick<DeadLetterDescription, 'kind' | 'tenant' | 'customers' | 'events'>;

/** What lies here may be damaged, so that each form is read as loosely as its description allows. */
const ownerSchema = z.object({ userId: z.string().nullable(), anonymousId: z.string().nullable() });
const sent = { tenant: z.string() };
const contentSchema = z.union([
  // Each says of itself whose it is: tenants share what waits for the archive.
  z.object({ kind: z.literal('to archive'), events: z.array(z.unknown()) }),
  z.object({ kind: z.enum(['events', 'archived events']), ...sent, events: z.array(z.unknown()) }),
  // Events that came to the queue by themselves: whose they are shows only when they are decoded.
  z.object({ kind: z.literal('segment'), ...sent, batch: z.array(z.unknown()) }),
  z.object({ kind: z.literal('cloudevents'), ...sent, events: z.array(z.unknown()) }),
  z.object({ kind: z.literal('eventbridge'), ...sent, event: z.unknown() }),
  z.object({ kind: z.string(), ...sent, customerId: z.string() }),
  z.object({ kind: z.literal('wake profiles'), ...sent, customers: z.array(z.unknown()) }),
  // EventBridge's envelope around a transition.
  z.object({ detail: z.object({ type: z.string(), tenant: z.string(), customerId: z.string() }) }),
]);

function customersOf(events: readonly unknown[]): number {
  const customers = events.map((event) => {
    const owner = ownerSchema.safeParse(event);
    return owner.success ? customerOf(owner.data) : null;
  });
  return new Set(customers.filter((customer) => customer !== null)).size;
}

const tenantSchema = z.object({ tenant: z.string() });

/** What waits for the archive: each tenant's customers are its own. */
function archiveContentOf(events: readonly unknown[]): Content {
  const byTenant = Map.groupBy(events, (event) => tenantSchema.safeParse(event).data?.tenant ?? null);
  const [tenant = null] = byTenant.size === 1 ? byTenant.keys() : [];
  const customers = [...byTenant.values()].reduce((sum, own) => sum + customersOf(own), 0);
  return { kind: 'to archive', tenant, customers, events: events.length };
}

function contentOf(body: string): Content {
  const nothing = { tenant: null, customers: null, events: null };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { kind: 'not JSON', ...nothing };
  }
  const content = contentSchema.safeParse(parsed);
  if (!content.success) return { kind: 'unknown', ...nothing };
  if ('detail' in content.data) {
    const { type, tenant } = content.data.detail;
    return { kind: type, tenant, customers: 1, events: null };
  }
  if (!('tenant' in content.data)) return archiveContentOf(content.data.events);
  const { kind, tenant } = content.data;
  if ('customerId' in content.data) return { kind, tenant, customers: 1, events: null };
  if ('customers' in content.data) return { kind, tenant, customers: content.data.customers.length, events: null };
  if ('batch' in content.data) return { kind, tenant, customers: null, events: content.data.batch.length };
  if ('event' in content.data) return { kind, tenant, customers: null, events: 1 };
  const { events } = content.data;
  return { kind, tenant, customers: kind === 'cloudevents' ? null : customersOf(events), events: events.length };
}

/** Says what a dead letter is about. */
export function describeDeadLetter(letter: DeadLetter): DeadLetterDescription {
  const { id, body, receiveCount, sentMs } = letter;
  return {
    messageId: id,
    ...contentOf(body),
    received: receiveCount,
    sent: isoTime(sentMs),
    // A terminal obeys control characters.
    start: body.slice(0, startCharacters).replaceAll(/\p{Cc}/gu, ' '),
  };
}
