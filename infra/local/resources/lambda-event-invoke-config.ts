import * as z from 'zod';
import { findFunction, requireTarget } from './lookups.ts';
import { wholeNumber } from './property-schemas.ts';
import { defineResourceType, resourceError } from './resource-type.ts';

const destination = z.strictObject({ Destination: z.string() }).optional();

/** AWS::Lambda::EventInvokeConfig of a function's unpublished version. */
export const lambdaEventInvokeConfig = defineResourceType({
  type: 'AWS::Lambda::EventInvokeConfig',
  honoured: {
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: wholeNumber(0, 2).default(2),
    MaximumEventAgeInSeconds: wholeNumber(60, 21_600).default(21_600),
    DestinationConfig: z.strictObject({ OnSuccess: destination, OnFailure: destination }).default({}),
  },
  withoutLocalEffect: {},
  create: (properties, resource, account) => {
    const target = findFunction(properties.FunctionName, account);
    if (target === undefined) throw resourceError(resource, `there is no function ${properties.FunctionName}`);
    const { OnSuccess, OnFailure } = properties.DestinationConfig;
    for (const arn of [OnSuccess?.Destination, OnFailure?.Destination]) requireTarget(arn, resource, account);
    target.setAsynchronousPolicy({
      maximumRetryAttempts: properties.MaximumRetryAttempts,
      maximumEventAgeSeconds: properties.MaximumEventAgeInSeconds,
      onSuccessArn: OnSuccess?.Destination ?? null,
      onFailureArn: OnFailure?.Destination ?? null,
      deadLetterArn: target.asynchronousPolicy().deadLetterArn,
    });
    return { reference: `${target.name}:$LATEST`, attributes: {} };
  },
});
