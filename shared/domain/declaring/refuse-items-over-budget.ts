import type { Subject } from '#domain/features/cell.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { plannedItem } from './planned-item.ts';

/** How many of those that take most are named. */
const namedInError = 5;

/** What the cells of each feature, and those that a segment asks for itself, take in the item; the largest first. */
function expenses(definitions: RetentionDefinitions, subject: Subject, cells: ReadonlyMap<number, number>) {
  const features = [...definitions.features.values()].filter(({ definition }) => definition.subject === subject);
  const ofFeatures = new Set(features.flatMap((feature) => feature.cells));
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, number) => all + (cells.get(number) ?? 0), 0);
  const ofSegments = definitions.segmentsOf[subject].map(({ definition, enters, stays }) => {
    const own = new Set([...enters.cells, ...stays.cells].filter((number) => !ofFeatures.has(number)));
    return { name: `the segment "${definition.name}"`, bytes: sum(own) };
  });
  return [...features.map((feature) => ({ name: feature.definition.name, bytes: sum(feature.cells) })), ...ofSegments]
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

/**
 * Throws if the item of a busy customer, or account, would not fit its budget, naming the features that take most of it. What
 * several share is counted for each of them.
 */
export function refuseItemsOverBudget(definitions: RetentionDefinitions, subject: Subject): void {
  const { bytes, budgetBytes, state } = plannedItem(definitions, subject);
  if (bytes <= budgetBytes) return;
  const worst = expenses(definitions, subject, state.cells).slice(0, namedInError);
  const named = worst.map(({ name, bytes: own }) => `${name} (${own} bytes)`).join(', ');
  const setting = subject === 'customer' ? 'itemBudgetBytes' : 'accountItemBudgetBytes';
  throw new Error(
    `Cannot keep what is declared: the item of a busy ${subject} would have ${bytes} bytes, and its budget is ${budgetBytes}. ` +
      `Most is taken by ${named}. Take some away, give them shorter windows, or raise ${setting} ` +
      '(each 1,024 bytes begun cost a write unit)',
  );
}
