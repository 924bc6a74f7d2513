import { createBoundedConcurrency } from './bounded-concurrency.ts';
import { type Deliver, type ErrorLog, type RetryClock, realRetryClock } from './delivery.ts';
import {
  type BusEvent,
  type EntryError,
  type EventEntry,
  entriesSchema,
  entryBytes,
  toBusEvent,
} from './event-entry.ts';
import { compilePattern, type EventPredicate } from './pattern.ts';
import { type CompiledTarget, compileTarget, deliverToRuleTarget } from './rule-delivery.ts';
import type { RuleTarget } from './rule-target.ts';

export type EventBusesOptions = {
  /** The stack's clock, Unix milliseconds. */
  readonly nowMs: () => number;
  readonly deliver: Deliver;
  readonly log: ErrorLog;
  readonly accountId: string;
  readonly region: string;
  readonly retryClock?: RetryClock;
  /** Calls of `deliver` under way at once. */
  readonly mostConcurrentDeliveries?: number;
  /** Deliveries that may wait; beyond them PutEvents answers ThrottlingException, which clients retry. */
  readonly mostPendingDeliveries?: number;
};

export type RuleDefinition = {
  readonly name: string;
  readonly arn: string;
  /** The name or the ARN of the bus. */
  readonly busName: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly eventPattern: unknown;
  readonly targets: readonly RuleTarget[];
};

type PutEventsResult = {
  readonly FailedEntryCount: number;
  readonly Entries: readonly ({ readonly EventId: string } | EntryError)[];
};

/** What a subscriber sees: each accepted event, and the rules that it matched. */
export type AcceptedEvent = {
  readonly busName: string;
  readonly event: BusEvent;
  readonly matchedRules: readonly string[];
};

export type EventBuses = {
  readonly addBus: (bus: { readonly name: string; readonly arn: string }) => void;
  /** Whether there is a bus of this name or ARN. */
  readonly hasBus: (nameOrArn: string) => boolean;
  readonly addRule: (rule: RuleDefinition) => void;
  readonly putEvents: (entries: unknown) => PutEventsResult;
  readonly subscribe: (listener: (accepted: AcceptedEvent) => void) => () => void;
  readonly idle: () => Promise<void>;
};

/** A request that PutEvents refuses as a whole. `name` is AWS's error code. */
export class EventsValidationError extends Error {
  override readonly name = 'ValidationException';
}

const mostEntries = 10;
const mostRequestBytes = 256 * 1024;

type Rule = { readonly name: string; readonly matches: EventPredicate; readonly targets: readonly CompiledTarget[] };
type Bus = { readonly name: string; readonly rules: Rule[] };

/**
 * EventBridge's buses in memory. The bus `default` is always there. PutEvents answers once the events are matched;
 * deliveries follow on their own, with retries and dead-letter queues; `idle` resolves when none is left.
 */
export function createEventBuses(options: EventBusesOptions): EventBuses {
  const { nowMs, log, accountId, region } = options;
  const limited = createBoundedConcurrency(options.mostConcurrentDeliveries ?? 64);
  const mostPending = options.mostPendingDeliveries ?? 100_000;
  const tools = {
    log,
    retryClock: options.retryClock ?? realRetryClock,
    deliver: (...call: Parameters<Deliver>) => limited(() => options.deliver(...call)),
  };
  const buses = new Map<string, Bus>();
  const listeners = new Set<(accepted: AcceptedEvent) => void>();
  const pending = new Set<Promise<void>>();

  function addBus({ name, arn }: { readonly name: string; readonly arn: string }): void {
    if (buses.has(name) && name !== 'default') throw new Error(`Cannot add event bus: ${name} exists already`);
    const bus = buses.get(name) ?? { name, rules: [] };
    buses.set(name, bus);
    buses.set(arn, bus);
  }

  function addRule({ name, arn, busName, state, eventPattern, targets }: RuleDefinition): void {
    const bus = buses.get(busName);
    if (bus === undefined) throw new Error(`Cannot add rule ${name}: there is no event bus ${busName}`);
    const matches = compilePattern(eventPattern);
    const compiled = targets.map((target) => compileTarget(target, { name, arn }));
    if (state === 'ENABLED') bus.rules.push({ name, matches, targets: compiled });
  }

  function putEvents(unparsed: unknown): PutEventsResult {
    const entries = parseEntries(unparsed);
    const results = entries.map(putEntry);
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  function putEntry(entry: EventEntry): { EventId: string } | EntryError {
    const atMs = nowMs();
    const event = toBusEvent(entry, { accountId, region, nowMs: atMs });
    if ('ErrorCode' in event) return event;
    const busName = entry.EventBusName ?? 'default';
    const bus = buses.get(busName);
    if (bus === undefined) {
      return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${busName} does not exist.` };
    }
    const matched = bus.rules.filter((rule) => rule.matches(event));
    const targets = matched.flatMap((rule) => rule.targets);
    if (pending.size + targets.length > mostPending) {
      return { ErrorCode: 'ThrottlingException', ErrorMessage: `More than ${mostPending} deliveries are waiting.` };
    }
    for (const target of targets) startDelivery(deliverToRuleTarget(target, event, atMs, tools));
    notify({ busName: bus.name, event, matchedRules: matched.map(({ name }) => name) });
    return { EventId: event.id };
  }

  function startDelivery(delivery: Promise<void>): void {
    const tracked = delivery.finally(() => pending.delete(tracked));
    pending.add(tracked);
  }

  function notify(accepted: AcceptedEvent): void {
    for (const listener of listeners) {
      try {
        listener(accepted);
      } catch (error) {
        log.error('Cannot tell a subscriber of an event', { eventId: accepted.event.id, error });
      }
    }
  }

  async function idle(): Promise<void> {
    while (pending.size > 0) await Promise.all(pending);
  }

  function subscribe(listener: (accepted: AcceptedEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  addBus({ name: 'default', arn: `arn:aws:events:${region}:${accountId}:event-bus/default` });
  return { addBus, hasBus: (nameOrArn) => buses.has(nameOrArn), addRule, putEvents, subscribe, idle };
}

function parseEntries(unparsed: unknown): readonly EventEntry[] {
  const parsed = entriesSchema.safeParse(unparsed);
  if (!parsed.success) throw new EventsValidationError(`Entries are not valid: ${parsed.error.issues[0]?.message}`);
  const entries = parsed.data;
  if (entries.length === 0 || entries.length > mostEntries) {
    const bound = entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${mostEntries}`;
    throw new EventsValidationError(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > mostRequestBytes) {
    throw new EventsValidationError('Total size of the entries in the request is over the limit.');
  }
  return entries;
}
