import {
  type AttemptOutcome,
  attemptWithRetries,
  type Deliver,
  type DeliveryTarget,
  type ErrorLog,
  type RetryClock,
} from './delivery.ts';
import { compileTargetInput, type InputBuilder, type RuleIdentity } from './input-transformer.ts';
import type { RuleTarget } from './rule-target.ts';

/** A target whose input is compiled, ready to receive events. */
export type CompiledTarget = {
  readonly target: RuleTarget;
  readonly rule: RuleIdentity;
  readonly buildInput: InputBuilder;
};

/** What deliveries need from the world. */
type DeliveryTools = { readonly deliver: Deliver; readonly log: ErrorLog; readonly retryClock: RetryClock };

/** Compiles a target for a rule. @throws Error when its input cannot be compiled. */
export const compileTarget = (target: RuleTarget, rule: RuleIdentity): CompiledTarget => ({
  target,
  rule,
  buildInput: compileTargetInput(target.input, rule),
});

/**
 * Delivers one event to one target: retries by its policy, then the original event goes to its dead-letter queue with
 * AWS's attributes. What cannot be kept anywhere is logged with the event. Never throws.
 */
export async function deliverToRuleTarget(
  compiled: CompiledTarget,
  event: unknown,
  ingestedAtMs: number,
  { deliver, log, retryClock }: DeliveryTools,
): Promise<void> {
  const { target, rule, buildInput } = compiled;
  const outcome = await attemptWithRetries(
    async () => deliver(target, { body: buildInput(event, ingestedAtMs), messageAttributes: {} }),
    target.retryPolicy,
    retryClock,
  );
  if (outcome.kind === 'delivered') return;
  const attributes = failureAttributes(outcome, {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.arn,
    // AWS's code for a call to a target that failed without a more precise reason.
    ERROR_CODE: 'SDK_CLIENT_ERROR',
  });
  await deliverToDeadLetters(target.deadLetterArn, JSON.stringify(event), attributes, { deliver, log, retryClock });
}

type Exhausted = Extract<AttemptOutcome, { kind: 'exhausted' }>;

/** The message attributes that AWS gives a dead letter, with `more` for those of the service. */
export const failureAttributes = (
  outcome: Exhausted,
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...more,
  // SQS refuses an attribute that is empty.
  ERROR_MESSAGE: outcome.error.message || outcome.error.name,
  EXHAUSTED_RETRY_CONDITION: outcome.condition,
  RETRY_ATTEMPTS: String(outcome.retryAttempts),
});

/** Puts a failed delivery into its dead-letter queue, or, when there is none or it fails too, into the error log. */
export async function deliverToDeadLetters(
  deadLetterArn: string | null,
  body: string,
  attributes: Readonly<Record<string, string>>,
  { deliver, log, retryClock }: DeliveryTools,
): Promise<void> {
  const details = { ...attributes, body };
  if (deadLetterArn === null) {
    log.error(`Cannot deliver to ${attributes['TARGET_ARN']}: dropped, it has no dead-letter queue`, details);
    return;
  }
  const queue: DeliveryTarget = { arn: deadLetterArn, messageGroupId: null };
  const outcome = await attemptWithRetries(
    () => deliver(queue, { body, messageAttributes: attributes }),
    { maximumRetryAttempts: 4, maximumEventAgeSeconds: 60 },
    retryClock,
  );
  if (outcome.kind === 'delivered') return;
  log.error(`Cannot deliver to the dead-letter queue ${deadLetterArn}: dropped`, {
    ...details,
    deadLetterError: outcome.error.message,
  });
}
