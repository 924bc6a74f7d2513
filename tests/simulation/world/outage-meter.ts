import * as z from 'zod';
import type { QueuedMessage } from './simulated-queue.ts';
import type { World } from './world.ts';

/** Measures what a plan's outage costs. */
export type OutageMeter = {
  /** A request of the profile function arrives at the customer table. */
  requested(): void;
  /** The profile function is handed messages. */
  received(messages: readonly QueuedMessage[]): void;
  /** It is through with them, one way or the other. */
  settled(messages: readonly QueuedMessage[]): void;
  readonly requests: () => number;
  /** Customers and accounts × messages that the function was working on in the outage, each once. */
  readonly writes: () => number;
};

const eventSchema = z.object({ userId: z.string().nullish(), anonymousId: z.string().nullish() });
const groupSchema = z.object({
  type: z.literal('group'),
  accountId: z.string(),
  properties: z.record(z.string(), z.unknown()),
});
const messageSchema = z.union([
  z.object({ kind: z.literal('events'), events: z.array(z.unknown()) }),
  z.object({ kind: z.literal('wake profile') }),
  z.object({ kind: z.literal('wake profiles'), customers: z.array(z.unknown()) }),
]);

/** How many customers a message of the event queue is about, and how many accounts it tells of; 1 where that cannot be read. */
function writesOf(body: string): number {
  const message = messageSchema.safeParse(parsed(body));
  if (!message.success || message.data.kind === 'wake profile') return 1;
  if (message.data.kind === 'wake profiles') return message.data.customers.length;
  const customers = new Set<string>();
  for (const raw of message.data.events) {
    const event = eventSchema.safeParse(raw);
    if (event.success) customers.add(event.data.userId ?? `anonymous:${event.data.anonymousId}`);
    const group = groupSchema.safeParse(raw);
    if (group.success && Object.keys(group.data.properties).length > 0)
      customers.add(`account:${group.data.accountId}`);
  }
  return customers.size;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Poison: no customer can be read from it, which is one of its uses.
    return null;
  }
}

/** Makes the meter of a run. */
export function createOutageMeter({ plan, scheduler }: Pick<World, 'plan' | 'scheduler'>): OutageMeter {
  const seen = new Set<string>();
  const underWay = new Set<QueuedMessage>();
  let requests = 0;
  let writes = 0;
  const isOn = () => {
    const nowMs = scheduler.nowMs();
    return plan.outage !== null && nowMs >= plan.outage.fromMs && nowMs < plan.outage.untilMs;
  };
  /** Also counts those that were under way when the outage began. */
  const count = () => {
    for (const { id, body } of underWay) {
      if (seen.has(id)) continue;
      seen.add(id);
      writes += writesOf(body);
    }
  };
  return {
    requested() {
      if (!isOn()) return;
      requests += 1;
      count();
    },
    received(messages) {
      for (const message of messages) underWay.add(message);
      if (isOn()) count();
    },
    settled(messages) {
      for (const message of messages) underWay.delete(message);
    },
    requests: () => requests,
    writes: () => writes,
  };
}
