import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { AccountStandingMessage, CountMembersMessage, ProfileWakeMessage } from '#contracts/queue-message.ts';
import type { AccountStanding } from '#contracts/relations.ts';
import type { ReadEvents } from './read-events.ts';

/** What others tell a profile: a member, that it stands otherwise than before; or an account, how it stands. */
export type RelationNews =
  | { readonly kind: 'member'; readonly member: string; readonly memberVersion: number }
  | { readonly kind: 'account'; readonly standing: AccountStanding };

/**
 * The events of one customer, or of one account, under one clock, from however many messages; or what others tell it; with
 * neither: a wake-up.
 */
export type CustomerGroup = {
  readonly tenant: string;
  readonly customerId: string;
  readonly clock: ClockMode;
  /** The request that the first event came with, or the wake-up. */
  readonly correlationId: string;
  /** The request that each event came with, by event id. */
  readonly correlationIds: Map<string, string>;
  readonly events: CanonicalEvent[];
  readonly news: RelationNews[];
  readonly messageIds: Set<string>;
};

type About = Pick<CustomerGroup, 'tenant' | 'customerId' | 'clock' | 'correlationId'>;

/** The groups of a batch, each made when the first of it is added. */
export class CustomerGroups {
  readonly #groups = new Map<string, CustomerGroup>();

  #groupOf({ tenant, customerId, clock, correlationId }: About, kind: 'wake' | 'told' | 'events'): CustomerGroup {
    const key = JSON.stringify([tenant, customerId, kind, clock]);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const about = { tenant, customerId, clock, correlationId };
    const group = { ...about, correlationIds: new Map(), events: [], news: [], messageIds: new Set<string>() };
    this.#groups.set(key, group);
    return group;
  }

  all(): CustomerGroup[] {
    return [...this.#groups.values()];
  }

  addWake(messageId: string, { tenant, customerId, dueMs }: Omit<ProfileWakeMessage, 'kind' | 'schemaVersion'>): void {
    const about = { tenant, customerId, clock: { mode: 'live' as const }, correlationId: `wake/${dueMs}` };
    this.#groupOf(about, 'wake').messageIds.add(messageId);
  }

  /** What a member tells its account, or an account its members. */
  addNews(messageId: string, content: CountMembersMessage | AccountStandingMessage): void {
    const customers = content.kind === 'count members' ? [content.account] : content.members;
    const news: RelationNews =
      content.kind === 'count members'
        ? { kind: 'member', member: content.member, memberVersion: content.memberVersion }
        : { kind: 'account', standing: content.standing };
    for (const customerId of customers) {
      const group = this.#groupOf({ ...content, customerId }, 'told');
      group.news.push(news);
      group.messageIds.add(messageId);
    }
  }

  addEvent(messageId: string, from: ReadEvents, customerId: string, event: CanonicalEvent): void {
    const { tenant, clock, correlationId } = from;
    const group = this.#groupOf({ tenant, customerId, clock, correlationId }, 'events');
    group.events.push(event);
    group.correlationIds.set(event.id, correlationId);
    group.messageIds.add(messageId);
  }
}
