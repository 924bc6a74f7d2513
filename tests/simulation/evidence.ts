import type { Item } from '#adapters/aws/item-attributes.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';
import type { Command } from '#contracts/command.ts';
import type { Transition } from '#contracts/transition.ts';
import type { Email } from '#ports/email-sender.ts';
import type { PlannedEvent } from './plan.ts';
import type { QueueName } from './spoiler.ts';
import type { WakeSent } from './world/infrastructure.ts';

/** What can be seen when a run has drained. */
export type Evidence = {
  /** Of calls answered 200, once per answer; and of direct messages. */
  readonly accepted: readonly PlannedEvent[];
  /** The customer table as the newest code reads it. */
  readonly customers: MemoryTable;
  readonly ledger: MemoryTable;
  /** The objects of the archive: keys to lines. */
  readonly archive: ReadonlyMap<string, readonly string[]>;
  /** Every committed profile put, in order, as the newest code reads it. */
  readonly puts: readonly Item[];
  /** Which definitions the code had that made each of these puts. */
  readonly writers: readonly ('before' | 'today')[];
  /** Every transition that the bus took, in order, repetitions too. */
  readonly announced: readonly Transition[];
  /** When the bus took each of these, in milliseconds. */
  readonly announcedMs: readonly number[];
  /** The wake-ups of profiles that reached the event queue, in order. */
  readonly wakesSent: readonly WakeSent[];
  /** That the provider really took. */
  readonly emails: readonly Email[];
  /** Distinct ones that reached the delivery queue. */
  readonly commands: readonly Command[];
  readonly notes: readonly { readonly message: string; readonly details: Readonly<Record<string, unknown>> }[];
  /** What the handlers counted. */
  readonly counts: Readonly<Record<string, number>>;
  readonly deadLetters: Readonly<Record<QueueName, readonly string[]>>;
  /** Requests of the profile function that the customer table saw in the outage. */
  readonly requestsDuringOutage: number;
  /** Logical writes (customer or account × message) that the profile function was handed in the outage. */
  readonly writesDuringOutage: number;
  /** Faults that were really injected, by kind, such as "crash before profiles.put". */
  readonly injected: Readonly<Record<string, number>>;
  readonly endedMs: number;
  /** One line per interesting step; empty unless tracing is on. */
  readonly trace: readonly string[];
};
