import { statSync } from 'node:fs';
import * as z from 'zod';
import { defaultAsynchronousPolicy } from '../lambda/asynchronous-invocations.ts';
import { arnOf } from '../local-account.ts';
import { physicalName } from './physical-name.ts';
import { wholeNumber } from './property-schemas.ts';
import { defineResourceType, resourceError } from './resource-type.ts';

/** AWS::Lambda::Function, of a Node.js runtime, with its code as an asset of the cloud assembly. */
export const lambdaFunction = defineResourceType({
  type: 'AWS::Lambda::Function',
  honoured: {
    FunctionName: z.string().optional(),
    Runtime: z.string().startsWith('nodejs', 'only Node.js runtimes run here'),
    Handler: z.string(),
    Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string(), S3ObjectVersion: z.string().optional() }),
    Timeout: wholeNumber(1, 900).default(3),
    MemorySize: wholeNumber(128, 10_240).default(128),
    Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
    ReservedConcurrentExecutions: wholeNumber(0, 100_000).optional(),
    DeadLetterConfig: z.strictObject({ TargetArn: z.string().optional() }).optional(),
    LoggingConfig: z
      .strictObject({
        LogGroup: z.string().optional(),
        LogFormat: z.string().optional(),
        ApplicationLogLevel: z.string().optional(),
        SystemLogLevel: z.string().optional(),
      })
      .optional(),
  },
  withoutLocalEffect: {
    Architectures: "the machine's own runs the code",
    Role: 'rights are not checked',
    Description: 'no effect anywhere',
    TracingConfig: 'there is no X-Ray',
    KmsKeyArn: 'encryption is the business of the disk',
    EphemeralStorage: "the machine's temporary directory serves",
    RuntimeManagementConfig: "the machine's own Node.js runs the code",
    RecursiveLoop: 'loops are not detected',
    Tags: 'no effect anywhere',
  },
  create: (properties, resource, account) => {
    const codeDirectory = account.assets.get(properties.Code.S3Key);
    if (codeDirectory === undefined || statSync(codeDirectory, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw resourceError(
        resource,
        `property Code.S3Key: the cloud assembly has no directory ${properties.Code.S3Key}`,
      );
    }
    const functionName = properties.FunctionName ?? physicalName(resource, 64);
    const functionArn = arnOf(account, 'lambda', `function:${functionName}`);
    const configuration = {
      functionName,
      functionArn,
      codeDirectory,
      handler: properties.Handler,
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      environment: properties.Environment?.Variables ?? {},
      logGroupName: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`,
    };
    const added = account.functions.add(configuration, properties.ReservedConcurrentExecutions ?? null);
    const deadLetterArn = properties.DeadLetterConfig?.TargetArn ?? null;
    added.setAsynchronousPolicy({ ...defaultAsynchronousPolicy, deadLetterArn });
    return { reference: functionName, attributes: { Arn: functionArn } };
  },
});
