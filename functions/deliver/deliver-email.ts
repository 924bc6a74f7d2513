import type { SendEmailCommand } from '#contracts/command.ts';
import type { Delivery } from '#contracts/delivery.ts';
import { mayEmail } from '#domain/playbooks/may-email.ts';
import { renderEmail } from '#domain/playbooks/render-email.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import type { Email } from '#ports/email-sender.ts';
import type { DeliverDependencies } from './deliver-dependencies.ts';

function claimOf(command: SendEmailCommand, claimant: string, atMs: number): Delivery & { status: 'claimed' } {
  const { id, tenant, customerId, playbook, runId, template, why } = command;
  return { commandId: id, tenant, customerId, playbook, runId, template, why, claimant, status: 'claimed', atMs };
}

/** An e-mail that is not sent this long after its decision is not sent at all. */
const staleAfterDays = 3;

/** Longer than any attempt can take: twice the function's time limit. */
const sendingTakesMs = 120_000;

type Prepared =
  | { readonly kind: 'ready'; readonly email: Email }
  | { readonly kind: 'withheld'; readonly reason: string };

/** Everything that can go wrong before anything is sent, so that the claim stands for the sending alone. */
async function prepare(dependencies: DeliverDependencies, command: SendEmailCommand): Promise<Prepared> {
  const template = dependencies.templates.get(command.template);
  // During a deployment a newer playbook can be ahead of this function: the command waits for its template.
  if (template === undefined) throw new Error(`Cannot render an e-mail: no template is called "${command.template}"`);
  const ageDays = (dependencies.clock() - command.issuedMs) / dayMs;
  if (ageDays > staleAfterDays) {
    return { kind: 'withheld', reason: `decided ${Math.floor(ageDays)} days ago: what it says is no longer true` };
  }
  const { traits } = await dependencies.profiles.loadTraits(command.tenant, command.customerId);
  const permission = mayEmail(traits);
  if (permission.kind === 'withheld') return permission;
  const customer = Object.fromEntries(Object.entries(traits).map(([name, trait]) => [name, trait.value]));
  const rendered = renderEmail(template, { customer, features: command.facts });
  return { kind: 'ready', email: { ...rendered, to: permission.address, commandId: command.id } };
}

/**
 * A claim found without a report. A young one belongs to somebody who is sending right now: look again later. The holder of an
 * old one died while sending, and nobody knows whether it had sent.
 */
function reportEarlier(dependencies: DeliverDependencies, earlier: Delivery): void {
  if (earlier.status !== 'claimed') return;
  if (dependencies.clock() - earlier.atMs < sendingTakesMs) {
    throw new Error(`Cannot deliver ${earlier.commandId}: another attempt is sending it`);
  }
  dependencies.observer.count('DeliveriesUncertain', 1);
  dependencies.observer.warn('An e-mail was claimed and never reported; it is not sent again', {
    commandId: earlier.commandId,
  });
}

/**
 * Sends the e-mail of a command at most once: the claim comes first, and a claim that exists is never taken over. Throws
 * when the provider said that it sent nothing and trying again can help, after giving the claim back.
 */
export async function deliverEmail(dependencies: DeliverDependencies, command: SendEmailCommand): Promise<void> {
  const { ledger, observer, clock } = dependencies;
  const prepared = await prepare(dependencies, command);
  const claim = claimOf(command, dependencies.newId(), clock());
  const earlier = await ledger.claimDelivery(claim);
  if (earlier !== null && earlier.claimant !== claim.claimant) return reportEarlier(dependencies, earlier);
  const withhold = async (reason: string) => {
    await ledger.settleDelivery({ ...claim, status: 'withheld', atMs: clock(), reason });
    observer.count('EmailsWithheld', 1);
  };
  if (prepared.kind === 'withheld') return withhold(prepared.reason);
  const result = await dependencies.emails.send(prepared.email);
  if (result.kind === 'refused' && !result.retryable) return withhold(result.reason);
  if (result.kind === 'refused') {
    await ledger.releaseDelivery(claim);
    throw new Error(`Cannot send the e-mail of ${command.id} now: ${result.reason}`);
  }
  await ledger.settleDelivery({ ...claim, status: 'sent', atMs: clock(), providerMessageId: result.providerMessageId });
  observer.count('EmailsSent', 1);
}
