import type { Delivery } from '#contracts/delivery.ts';
import type { Outcome } from '#contracts/outcome.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { Task } from '#contracts/task.ts';
import type { Transition } from '#contracts/transition.ts';

/** A page of a list; `next` continues it, null at its end. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** What was decided and done, entry by entry. Writing the same entry again changes nothing. */
export interface Ledger {
  /** Records transitions, however many; all of them, or it throws. */
  recordTransitions(transitions: readonly Transition[]): Promise<void>;
  recordOutcome(outcome: Outcome): Promise<void>;
  quarantine(entry: QuarantinedEvent): Promise<void>;
  /** Creates the task; false if it existed already. */
  createTask(task: Task): Promise<boolean>;
  /** Claims a command for delivery; the delivery already there is returned if someone was first, else null. */
  claimDelivery(delivery: Delivery & { status: 'claimed' }): Promise<Delivery | null>;
  /** Says what became of a claimed delivery. */
  settleDelivery(delivery: Delivery & { status: 'sent' | 'withheld' }): Promise<void>;
  /**
   * Gives this very claim back, after the provider has said that nothing was sent; changes nothing if it is not there any more.
   */
  releaseDelivery(delivery: Delivery): Promise<void>;
}

/** What was decided and done, to look at. Newest first where order is not said. */
export interface LedgerReader {
  transitionsOf(tenant: string, customerId: string, limit: number): Promise<Transition[]>;
  deliveriesOf(tenant: string, customerId: string, limit: number): Promise<Delivery[]>;
  tasksOf(tenant: string, customerId: string, limit: number): Promise<Task[]>;
  outcomesOf(tenant: string, customerId: string, limit: number): Promise<Outcome[]>;
  /** Open tasks, the most valuable first. */
  openTasks(tenant: string, page: { limit: number; next: string | null }): Promise<Page<Task>>;
  /** Outcomes of all customers, the latest first. */
  outcomes(tenant: string, page: { limit: number; next: string | null }): Promise<Page<Outcome>>;
  quarantined(tenant: string, page: { limit: number; next: string | null }): Promise<Page<QuarantinedEvent>>;
}
