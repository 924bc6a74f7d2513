import { customerKey } from '#adapters/aws/item-keys.ts';
import type { SendEmailCommand } from '#contracts/command.ts';
import type { Delivery } from '#contracts/delivery.ts';
import { dayMs } from '../workload/draw-scene.ts';
import type { Deed } from '../workload/sim-event.ts';
import { simRetention } from '../workload/sim-retention.ts';
import { expectedArm } from './check-runs.ts';
import { type ExpectedWorld, eventKey } from './expected-world.ts';
import type { SeenWorld } from './seen-world.ts';

/** How long it may take, with all faults, until what a customer told is known. */
const longestWayMs = dayMs;

/** What an e-mail that was refused for good is withheld for. */
const providerReason = 'simulated';

type Case = { readonly command: SendEmailCommand; readonly delivery: Delivery | undefined; readonly sent: number };

const isRefusal = ({ properties }: Deed) =>
  properties['marketingConsent'] === false || properties['unsubscribed'] === true;
const isAddress = ({ properties }: Deed) => typeof properties['email'] === 'string';

/** What the customer of a command, or who it became part of, told of themselves. */
function toldBy(expected: ExpectedWorld, { tenant, customerId }: SendEmailCommand): Deed[] {
  const key = customerKey(tenant, customerId);
  const deeds = expected.counted.get(expected.joinedInto.get(key) ?? key) ?? [];
  return deeds.filter((deed) => deed.type === 'identify');
}

/** When something that was told must have been known: a while after its first copy was sent. */
function knownMs(expected: ExpectedWorld, told: readonly Deed[]): number {
  const times = told.flatMap((deed) => (expected.copies.get(eventKey(deed)) ?? []).map((copy) => copy.sentMs));
  return Math.min(Number.POSITIVE_INFINITY, ...times) + longestWayMs;
}

/** Nobody is written to who is held out, gave no address, or had refused by then. */
function checkPermission(expected: ExpectedWorld, { command, delivery, sent }: Case): string[] {
  if (sent === 0) return [];
  const differences: string[] = [];
  const playbook = simRetention.playbooks.find((one) => one.name === command.playbook);
  if (playbook === undefined || expectedArm(playbook, command.tenant, command.customerId) === 'holdout') {
    differences.push(`${command.id}: an e-mail to a customer who is held out`);
  }
  const told = toldBy(expected, command);
  if (!told.some(isAddress)) differences.push(`${command.id}: an e-mail to a customer without an address`);
  if (told.length > 0 && told.every(isRefusal)) differences.push(`${command.id}: an e-mail to a customer who refuses`);
  else if ((delivery?.atMs ?? 0) > knownMs(expected, told.filter(isRefusal))) {
    differences.push(`${command.id}: an e-mail to a customer who had refused by then`);
  }
  return differences;
}

function isTrueReason(expected: ExpectedWorld, { command }: Case, reason: string, atMs: number): boolean {
  const told = toldBy(expected, command);
  if (reason === providerReason) return true;
  if (reason.startsWith('no consent')) return told.some(isRefusal);
  if (reason.startsWith('no e-mail address')) {
    const isAnonymous = expected.joinedInto.has(customerKey(command.tenant, command.customerId));
    return isAnonymous || atMs <= knownMs(expected, told.filter(isAddress));
  }
  return reason.startsWith('decided ') && atMs - command.issuedMs > 3 * dayMs;
}

/** An e-mail ends as sent, or withheld for a reason that is true, or uncertain and reported as such. */
function checkEnd(expected: ExpectedWorld, one: Case): string[] {
  const { command, delivery, sent } = one;
  if (sent > 1) return [`${command.id}: ${sent} e-mails for one command`];
  if (delivery === undefined) return [`${command.id}: lost, the ledger knows nothing of it`];
  if (delivery.status === 'sent' && sent === 0) return [`${command.id}: reported as sent, and never sent`];
  if (delivery.status !== 'withheld') return [];
  if (sent > 0) return [`${command.id}: sent, although it was withheld: ${delivery.reason}`];
  const isSo = isTrueReason(expected, one, delivery.reason, delivery.atMs);
  return isSo ? [] : [`${command.id}: withheld because of "${delivery.reason}", which is not so`];
}

/** No e-mail is sent twice, none is lost, and none goes to somebody who must not get it. */
export function checkEmails(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  const sent = new Map<string, number>();
  for (const { commandId } of seen.evidence.emails) sent.set(commandId, (sent.get(commandId) ?? 0) + 1);
  let uncertain = 0;
  for (const command of seen.evidence.commands) {
    if (command.kind !== 'send email') continue;
    const one: Case = { command, delivery: seen.deliveries.get(command.id), sent: sent.get(command.id) ?? 0 };
    sent.delete(command.id);
    if (one.delivery?.status === 'claimed') uncertain += 1;
    differences.push(...checkEnd(expected, one), ...checkPermission(expected, one));
  }
  for (const id of sent.keys()) differences.push(`${id}: an e-mail that no command asked for`);
  const reported = (seen.evidence.counts['DeliveriesUncertain'] ?? 0) + seen.evidence.deadLetters.delivery.length;
  if (uncertain > reported) differences.push(`${uncertain} e-mails are uncertain, but ${reported} were reported`);
  return differences;
}
