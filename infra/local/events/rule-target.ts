import * as z from 'zod';
import { localRetryPolicy, type RetryPolicy } from './delivery.ts';
import type { TargetInput } from './input-transformer.ts';

/** A target of a rule, as `Targets` of AWS::Events::Rule declares it. */
export type RuleTarget = {
  readonly id: string;
  readonly arn: string;
  readonly input: TargetInput;
  readonly messageGroupId: string | null;
  readonly retryPolicy: RetryPolicy;
  readonly deadLetterArn: string | null;
};

// CloudFormation carries numbers as numbers or as texts.
const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const targetProperties = z.strictObject({
  Id: z.string().min(1),
  Arn: z.string().min(1),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string().min(1) })
    .optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: wholeNumber(0, 185).default(localRetryPolicy.maximumRetryAttempts),
      MaximumEventAgeInSeconds: wholeNumber(60, 86_400).default(localRetryPolicy.maximumEventAgeSeconds),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().min(1).optional() }).optional(),
});

/**
 * Reads one target of `AWS::Events::Rule`, references resolved. `where` names the rule in errors.
 * @throws Error that names each property that is unknown or wrong.
 */
export function parseRuleTarget(properties: unknown, where: string): RuleTarget {
  const parsed = targetProperties.safeParse(properties);
  if (!parsed.success) throw new Error(`Cannot read a target of ${where}: ${z.prettifyError(parsed.error)}`);
  const target = parsed.data;
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter((each) => each !== undefined);
  if (inputs.length > 1) {
    throw new Error(
      `Cannot read a target of ${where}: only one of Input, InputPath and InputTransformer, got ${inputs.length}`,
    );
  }
  return {
    id: target.Id,
    arn: target.Arn,
    input: readInput(target),
    messageGroupId: target.SqsParameters?.MessageGroupId ?? null,
    retryPolicy: {
      maximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? localRetryPolicy.maximumRetryAttempts,
      maximumEventAgeSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds ?? localRetryPolicy.maximumEventAgeSeconds,
    },
    deadLetterArn: target.DeadLetterConfig?.Arn ?? null,
  };
}

function readInput(target: z.infer<typeof targetProperties>): TargetInput {
  if (target.Input !== undefined) return { kind: 'constant', json: target.Input };
  if (target.InputPath !== undefined) return { kind: 'path', path: target.InputPath };
  if (target.InputTransformer === undefined) return { kind: 'event' };
  const { InputPathsMap: paths, InputTemplate: template } = target.InputTransformer;
  return { kind: 'template', paths, template };
}
