import * as z from 'zod';
import { localRetryPolicy } from '../events/delivery.ts';
import type { ScheduleDefinition } from './schedules.ts';

// CloudFormation carries numbers as numbers or as texts.
const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const scheduleProperties = z.strictObject({
  Name: z.string().optional(),
  GroupName: z.string().optional(),
  Description: z.string().optional(),
  KmsKeyArn: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  // A flexible window only allows Scheduler to be late; here nothing is ever spread out.
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: wholeNumber(1, 1_440).optional(),
  }),
  Target: z.strictObject({
    Arn: z.string().min(1),
    RoleArn: z.string().min(1),
    Input: z.string().min(1).optional(),
    SqsParameters: z.strictObject({ MessageGroupId: z.string().optional() }).optional(),
    RetryPolicy: z
      .strictObject({
        MaximumRetryAttempts: wholeNumber(0, 185).optional(),
        MaximumEventAgeInSeconds: wholeNumber(60, 86_400).optional(),
      })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().min(1).optional() }).optional(),
  }),
});

/**
 * Reads the properties of `AWS::Scheduler::Schedule`, references resolved.
 * @throws Error that names each property that is unknown (also StartDate and EndDate) or wrong.
 */
export function parseScheduleProperties(
  properties: unknown,
  identity: { readonly name: string; readonly arn: string },
): ScheduleDefinition {
  const parsed = scheduleProperties.safeParse(properties);
  if (!parsed.success) throw new Error(`Cannot read schedule ${identity.name}: ${z.prettifyError(parsed.error)}`);
  const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = parsed.data;
  return {
    service: 'aws.scheduler',
    ...identity,
    expression: ScheduleExpression,
    timeZone: ScheduleExpressionTimezone,
    state: State,
    target: { arn: Target.Arn, messageGroupId: Target.SqsParameters?.MessageGroupId ?? null },
    input: Target.Input === undefined ? { kind: 'event' } : { kind: 'constant', json: Target.Input },
    retry: {
      maximumRetryAttempts: Target.RetryPolicy?.MaximumRetryAttempts ?? localRetryPolicy.maximumRetryAttempts,
      maximumEventAgeSeconds: Target.RetryPolicy?.MaximumEventAgeInSeconds ?? localRetryPolicy.maximumEventAgeSeconds,
    },
    deadLetterArn: Target.DeadLetterConfig?.Arn ?? null,
  };
}
