import { randomBytes } from 'node:crypto';
import {
  attemptWithRetries,
  type Deliver,
  type DeliveryTarget,
  type ErrorLog,
  type RetryClock,
  type RetryPolicy,
  realRetryClock,
} from '../events/delivery.ts';
import { compileTargetInput, type TargetInput } from '../events/input-transformer.ts';
import { isoSeconds } from '../events/iso-seconds.ts';
import { deliverToDeadLetters, failureAttributes } from '../events/rule-delivery.ts';
import { type CompiledSchedule, compileScheduleExpression } from './schedule-expression.ts';
import { type Firing, fillContextAttributes, scheduledEvent } from './schedule-payload.ts';

/** A schedule of AWS::Scheduler::Schedule, or one target of an AWS::Events::Rule with a ScheduleExpression. */
export type ScheduleDefinition = {
  readonly service: 'aws.scheduler' | 'aws.events';
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  /** An IANA zone; rules of EventBridge know only UTC. */
  readonly timeZone: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly target: DeliveryTarget;
  /** Scheduler: an event or a constant with context attributes. Rules: any input of a target. */
  readonly input: TargetInput;
  readonly retry: RetryPolicy;
  readonly deadLetterArn: string | null;
};

type SchedulesOptions = {
  /** The stack's clock, Unix milliseconds. It may run fast and jump. */
  readonly nowMs: () => number;
  readonly invoke: Deliver;
  readonly log: ErrorLog;
  readonly retryClock?: RetryClock;
};

export type Schedules = {
  readonly add: (definition: ScheduleDefinition) => void;
  readonly fireDue: () => Promise<number>;
  /** The earliest time at which something is due, Unix milliseconds; null when nothing will be. */
  readonly nextDueMs: () => number | null;
};

type PreparedFiring = {
  readonly body: (attemptNumber: number) => string;
  readonly deadLetterBody: (attemptNumber: number) => string;
};

type Schedule = {
  readonly definition: ScheduleDefinition;
  readonly compiled: CompiledSchedule;
  readonly anchorMs: number;
  readonly prepare: (firing: Firing) => PreparedFiring;
  nextMs: number | null;
  isFiring: boolean;
};

/**
 * Schedules that fire when they are asked to: someone calls `fireDue` periodically.
 *
 * `fireDue` fires each schedule whose time has come, at most once a call, however many of its times have passed since:
 * where the clock jumps or runs fast, missed occurrences coalesce into one firing, whose scheduled time is the earliest
 * of them. A schedule whose last firing is still under way is left for a later call. The next time is the first one
 * after now; rates keep their phase. The promise resolves with the number of schedules fired, once each has been
 * delivered or dead-lettered; it never rejects.
 *
 * As in AWS, a rate of Scheduler is due at once, a rate of a rule after its first interval.
 */
export function createSchedules(options: SchedulesOptions): Schedules {
  const { nowMs, log, invoke } = options;
  const tools = { log, deliver: invoke, retryClock: options.retryClock ?? realRetryClock };
  const schedules: Schedule[] = [];

  function add(definition: ScheduleDefinition): void {
    const compiled = compileScheduleExpression(definition.expression, definition.timeZone);
    requireFit(definition, compiled);
    const anchorMs = nowMs();
    const isDueAtOnce = compiled.kind === 'rate' && definition.service === 'aws.scheduler';
    const prepare = compileFiring(definition);
    if (definition.state === 'DISABLED') return;
    const nextMs = isDueAtOnce ? anchorMs : compiled.nextAfter(anchorMs, anchorMs);
    schedules.push({ definition, compiled, anchorMs, prepare, nextMs, isFiring: false });
  }

  async function fireDue(): Promise<number> {
    const atMs = nowMs();
    const firings: Promise<void>[] = [];
    for (const schedule of schedules) {
      const { nextMs, compiled, anchorMs, isFiring } = schedule;
      if (nextMs === null || nextMs > atMs || isFiring) continue;
      schedule.nextMs = compiled.nextAfter(atMs, anchorMs);
      firings.push(fire(schedule, nextMs));
    }
    await Promise.all(firings);
    return firings.length;
  }

  async function fire(schedule: Schedule, scheduledMs: number): Promise<void> {
    const { definition } = schedule;
    const firing = { scheduleArn: definition.arn, scheduledMs, executionId: randomBytes(8).toString('hex') };
    const prepared = schedule.prepare(firing);
    schedule.isFiring = true;
    const outcome = await attemptWithRetries(
      async (attemptNumber) => invoke(definition.target, { body: prepared.body(attemptNumber), messageAttributes: {} }),
      definition.retry,
      tools.retryClock,
    );
    if (outcome.kind === 'exhausted') {
      const attributes = failureAttributes(outcome, describeFailure(definition, firing, outcome.error));
      const body = prepared.deadLetterBody(outcome.retryAttempts + 1);
      await deliverToDeadLetters(definition.deadLetterArn, body, attributes, tools);
    }
    schedule.isFiring = false;
  }

  function nextDueMs(): number | null {
    const times = schedules.map(({ nextMs }) => nextMs).filter((nextMs) => nextMs !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  return { add, fireDue, nextDueMs };
}

function requireFit(
  { service, expression, timeZone, name, input }: ScheduleDefinition,
  { kind }: CompiledSchedule,
): void {
  if (service === 'aws.events' && (kind === 'at' || timeZone !== 'UTC')) {
    throw new Error(
      `Cannot add the scheduled rule ${name}: it takes rate and cron in UTC, got ${expression} ${timeZone}`,
    );
  }
  if (service === 'aws.scheduler' && input.kind !== 'event' && input.kind !== 'constant') {
    throw new Error(`Cannot add schedule ${name}: Scheduler knows no input of kind ${input.kind}`);
  }
}

/** Scheduler's dead letters hold the target's input, those of a rule the event. */
function compileFiring({ service, input, name, arn }: ScheduleDefinition): Schedule['prepare'] {
  if (service === 'aws.scheduler' && input.kind === 'constant') {
    return (firing) => {
      const body = (attemptNumber: number) => fillContextAttributes(input.json, firing, attemptNumber);
      return { body, deadLetterBody: body };
    };
  }
  const buildInput = compileTargetInput(input, { name, arn });
  return (firing) => {
    const event = scheduledEvent(service, firing);
    return { body: () => buildInput(event, firing.scheduledMs), deadLetterBody: () => JSON.stringify(event) };
  };
}

function describeFailure(
  { service, target, arn }: ScheduleDefinition,
  firing: Firing,
  error: Error,
): Record<string, string> {
  if (service === 'aws.events') return { RULE_ARN: arn, TARGET_ARN: target.arn, ERROR_CODE: 'SDK_CLIENT_ERROR' };
  return {
    SCHEDULE_ARN: arn,
    TARGET_ARN: target.arn,
    ERROR_CODE: error.name,
    EXECUTION_ID: firing.executionId,
    SCHEDULED_TIME: isoSeconds(firing.scheduledMs),
    IS_PAYLOAD_TRUNCATED: 'false',
  };
}
