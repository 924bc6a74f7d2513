import type { Cause, ReadValue, Transition } from '#contracts/transition.ts';
import type { Readout } from '#domain/measurement/readout.ts';
import { leastRuns } from '#domain/measurement/readout.ts';
import { dayMs, type ProfileState } from '#domain/profile/profile-state.ts';
import { ruleStoppedHolding } from '#domain/profile/rule-stopped-holding.ts';
import { quantityText } from '../../command-line/customer/text-lines.ts';

/** A count with its word: `1 day`, `3 days`. */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}

/** How long ago, as people say it: `today`, `yesterday`, `23 days ago`. */
export function ago(sinceMs: number, nowMs: number): string {
  const days = Math.floor(Math.max(0, nowMs - sinceMs) / dayMs);
  if (days === 0) return 'within the last day';
  return `${counted(days, 'day')} ago`;
}

/** Minor units as money, without a currency: nothing in a profile says which one it is. */
export function money(minor: number): string {
  return (minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** What stands out about a customer, as sentences for people who do not know the rules. */
export function reasons(state: ProfileState, usualGapDays: number, nowMs: number): string[] {
  const sentences: string[] = [];
  const { totals } = state;
  const activity = totals.get('activity');
  if (activity !== undefined) {
    const habit =
      state.days.length > 1 ? `; usually comes about every ${counted(Math.round(usualGapDays), 'day')}` : '';
    sentences.push(`Last seen ${ago(activity.lastMs, nowMs)}${habit}.`);
  }
  const cancellation = totals.get('cancellation');
  if (cancellation !== undefined) sentences.push(`Cancelled ${ago(cancellation.lastMs, nowMs)}.`);
  const ticket = totals.get('ticket');
  if (ticket !== undefined) {
    sentences.push(`Asked for help ${counted(ticket.count, 'time')}, last ${ago(ticket.lastMs, nowMs)}.`);
  }
  const unpaid = totals.get('payment failure');
  if (unpaid !== undefined) {
    sentences.push(`A payment failed ${counted(unpaid.count, 'time')}, last ${ago(unpaid.lastMs, nowMs)}.`);
  }
  const limit = totals.get('limit hit');
  if (limit !== undefined) sentences.push(`Came to a limit of the plan ${ago(limit.lastMs, nowMs)}.`);
  const purchase = totals.get('purchase');
  if (purchase !== undefined) {
    const paid = money(purchase.sumMinor - (totals.get('refund')?.sumMinor ?? 0));
    sentences.push(`Ordered ${counted(purchase.count, 'time')} for ${paid}, last ${ago(purchase.lastMs, nowMs)}.`);
  }
  return sentences;
}

/** What made a change happen, in a few words. */
export function describeCause(cause: Cause): string {
  switch (cause.kind) {
    case 'time':
      return 'time passed';
    case 'join':
      return `joined with ${cause.customerId}`;
    case 'definition':
      return 'the segment was defined anew';
    case 'relation':
      return `through a change of ${cause.customerId}`;
    case 'event':
      return `after "${cause.eventName}"`;
  }
}

/** A transition as a few words: what changed. */
export function describeTransition(transition: Transition): string {
  if (transition.type === 'Churn Risk Changed') {
    return `Churn risk changed from ${transition.from} to ${transition.to}`;
  }
  if (transition.type === 'Customer Migrated') return `Migrated: ${transition.migration}`;
  return `${transition.type === 'Segment Entered' ? 'Entered' : 'Left'} ${transition.segment}`;
}

/** The rule that decided, and whether that is because it holds no longer. */
export function describeRule(transition: Transition): string {
  return ruleStoppedHolding(transition) ? `no longer: ${transition.why.rule}` : transition.why.rule;
}

function shown(value: ReadValue, unit: string): string {
  return value === null ? 'nothing' : quantityText(value, unit);
}

/** What decided, before and now, named where the rule has more parts; empty where no single thing did. */
export function describeLeaf({ why: { leaf, rule } }: Transition): string {
  if (leaf === null) return '';
  const which = leaf.sentence === rule ? '' : `; what decided: ${leaf.sentence}`;
  return `${which}: ${shown(leaf.before, leaf.unit)} before, now ${shown(leaf.after, leaf.unit)}`;
}

const whole = (count: number): string => count.toLocaleString('en-US');
const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What a playbook's experiment says so far, as one sentence that claims no more than it may. */
export function describeReadout(readout: Readout): string {
  const { treated, holdout, uplift } = readout;
  if (uplift === null) {
    return `Too early to say: ${leastRuns} measured customers are needed in each group, there are ${treated.runs} treated and ${holdout.runs} held out.`;
  }
  const range = `95 % interval ${signed(uplift.low)} to ${signed(uplift.high)} points`;
  const shares = `${percent(treated.succeeded / treated.runs)} of ${whole(treated.runs)} treated reached the goal, ${percent(holdout.succeeded / holdout.runs)} of ${whole(holdout.runs)} held out`;
  if (uplift.low > 0) return `It helps: ${shares} (${range}).`;
  if (uplift.high < 0) return `It harms: ${shares} (${range}).`;
  return `Not decided yet: ${shares} (${range}).`;
}

function signed(share: number): string {
  const points = Math.round(share * 100);
  return points > 0 ? `+${points}` : String(points).replace('-', '−');
}
