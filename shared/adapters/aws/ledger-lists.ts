import type * as z from 'zod';
import { type Delivery, deliverySchema } from '#contracts/delivery.ts';
import { type Outcome, outcomeSchema } from '#contracts/outcome.ts';
import { type QuarantinedEvent, quarantinedEventSchema } from '#contracts/quarantine.ts';
import { type Task, taskSchema } from '#contracts/task.ts';
import { type Transition, transitionSchema } from '#contracts/transition.ts';
import { type Item, text } from './item-attributes.ts';
import { outcomePartition, quarantinePartition, taskPartition } from './ledger-items.ts';

/** A list of one customer's entries. Their keys order them by what they are about, not by time. */
export type CustomerList<Entry> = {
  /** What the sort keys of the entries begin with. */
  readonly prefix: string;
  readonly parse: (item: Item) => Entry;
  readonly timeMs: (entry: Entry) => number;
};

/** A list of a tenant's entries, in the order of the index. */
export type TenantList<Entry> = {
  readonly partition: (tenant: string) => string;
  readonly parse: (item: Item) => Entry;
  readonly isAscending: boolean;
};

function parser<Entry>(schema: z.ZodType<Entry>): (item: Item) => Entry {
  return (item) => schema.parse(JSON.parse(text(item, 'entry')));
}

/** The keys of transitions begin with the version of the profile: their order is the order of time. */
export const transitionPrefix = 'transition#';
export const parseTransition: (item: Item) => Transition = parser(transitionSchema);

export const deliveryList: CustomerList<Delivery> = {
  prefix: 'delivery#',
  parse: parser(deliverySchema),
  timeMs: (delivery) => delivery.atMs,
};

export const taskList: CustomerList<Task> = {
  prefix: 'task#',
  parse: parser(taskSchema),
  timeMs: (task) => task.createdMs,
};

export const outcomeList: CustomerList<Outcome> = {
  prefix: 'outcome#',
  parse: parser(outcomeSchema),
  timeMs: (outcome) => outcome.measuredMs,
};

export const openTaskList: TenantList<Task> = { partition: taskPartition, parse: taskList.parse, isAscending: true };

export const outcomeFeed: TenantList<Outcome> = {
  partition: outcomePartition,
  parse: outcomeList.parse,
  isAscending: false,
};

export const quarantineList: TenantList<QuarantinedEvent> = {
  partition: quarantinePartition,
  parse: parser(quarantinedEventSchema),
  isAscending: false,
};

/** Items in descending order of their keys → entries, the newest first; of the same time, in the order of the items. */
export function newestFirst<Entry>(list: CustomerList<Entry>, items: readonly Item[], limit: number): Entry[] {
  const entries = items.map(list.parse);
  return entries.toSorted((a, b) => list.timeMs(b) - list.timeMs(a)).slice(0, limit);
}
