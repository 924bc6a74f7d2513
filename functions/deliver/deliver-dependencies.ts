import type { EmailTemplate } from '#domain/playbooks/playbook.ts';
import type { Clock } from '#ports/clock.ts';
import type { EmailSender } from '#ports/email-sender.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { Observer } from '#ports/observer.ts';
import type { ProfileStore } from '#ports/profile-store.ts';

/** What the deliver handler needs. */
export type DeliverDependencies = {
  readonly templates: ReadonlyMap<string, EmailTemplate>;
  readonly profiles: Pick<ProfileStore, 'loadTraits'>;
  readonly ledger: Pick<Ledger, 'claimDelivery' | 'settleDelivery' | 'releaseDelivery' | 'createTask'>;
  readonly emails: EmailSender;
  readonly clock: Clock;
  /** A new identity for each attempt. */
  readonly newId: () => string;
  readonly observer: Observer;
};
