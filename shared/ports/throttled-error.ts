/**
 * The store turned a request down because it is asked too much. Asking again at once makes that worse: whoever meets this
 * lets the message go back to its queue, whose visibility timeout is the pause.
 */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
  /** What was turned down, as it stands in the message: `read 25 items of the customer table`. */
  readonly action: string;

  /** `action` completes "Cannot …"; `cause` is what the store answered, null where it only left the work undone. */
  constructor(action: string, cause: Error | null, store: 'table' | 'queue' = 'table') {
    super(`Cannot ${action}: the ${store} is throttled${cause === null ? '' : ` (${cause.name}: ${cause.message})`}`, {
      ...(cause === null ? {} : { cause }),
    });
    this.action = action;
  }
}
