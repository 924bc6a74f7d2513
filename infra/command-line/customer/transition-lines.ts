import type { Cause, DecisiveLeaf, Transition, Why } from '#contracts/transition.ts';
import { ruleStoppedHolding } from '#domain/profile/rule-stopped-holding.ts';
import { tableWidth, wrapped } from '../wrapped-rows.ts';
import { minute, quantityText, shownValue } from './text-lines.ts';

function valuesText(values: Why['values']): string {
  return Object.entries(values)
    .map(([name, found]) => `${name} ${shownValue(found, '')}`)
    .join(', ');
}

function whatChanged(transition: Transition): string {
  if (transition.type === 'Churn Risk Changed') return `churn risk ${transition.from} → ${transition.to}`;
  if (transition.type === 'Customer Migrated') return `migrated: ${transition.migration}`;
  return `${transition.type === 'Segment Entered' ? 'entered' : 'left'} ${transition.segment}`;
}

/** What made a transition happen, in words. */
export function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'time':
      return 'by the passing of time';
    case 'join':
      return `by being joined with ${cause.customerId}`;
    case 'definition':
      return 'by the definition of the segment, which is new or off: nothing happened to the customer';
    case 'relation':
      return `through a change of ${cause.customerId} (version ${cause.profileVersion})`;
    case 'event':
      return `by ${cause.eventName} (${cause.eventId})`;
  }
}

/** The part of a rule that decided, with what it looked at before and after. */
export function leafText({ sentence, unit, before, after }: DecisiveLeaf): string {
  return `${sentence} (${quantityText(before, unit)} → ${quantityText(after, unit)})`;
}

const indent = '      ';

/** A text under a transition; what does not fit goes on a little further to the right. */
function reasonLines(text: string): string[] {
  const [first = '', ...more] = wrapped(text, tableWidth - indent.length - 2);
  return [`${indent}${first}`, ...more.map((line) => `${indent}  ${line}`)];
}

/** One transition for people: what changed, by which rule and which part of it, and what made it change. */
export function transitionLines(transition: Transition): string[] {
  const { why, occurredAt, mode } = transition;
  const values = valuesText(why.values);
  const rule = ruleStoppedHolding(transition) ? `it is no longer so that ${why.rule}` : why.rule;
  return [
    `  ${minute(occurredAt)}  ${whatChanged(transition)}${mode === 'replay' ? '  (replay)' : ''}`,
    ...reasonLines(`because ${rule}${values === '' ? '' : `: ${values}`}`),
    ...(why.leaf === null ? [] : reasonLines(`decided by: ${leafText(why.leaf)}`)),
    ...reasonLines(causeText(why.cause)),
  ];
}
