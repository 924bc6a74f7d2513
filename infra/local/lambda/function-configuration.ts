import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';

/** What a template says about a function, with where its code is. */
export type FunctionConfiguration = {
  readonly functionName: string;
  readonly functionArn: string;
  /** The directory of the unpacked asset. */
  readonly codeDirectory: string;
  /** As in the template: `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroupName: string;
};

/** The endpoints of the embedded AWS that the SDK inside functions is pointed at. */
export type FunctionEndpoints = {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly events: string;
  readonly ses: string;
};

const moduleExtensions = ['.mjs', '.js', '.cjs'];

/** Finds the module and the export that a handler names. @throws Error when there is no such module. */
export const locateHandler = (
  configuration: FunctionConfiguration,
): { readonly modulePath: string; readonly exportName: string } => {
  const { codeDirectory, handler, functionName } = configuration;
  const dot = handler.lastIndexOf('.');
  const modulePath = moduleExtensions
    .map((extension) => join(codeDirectory, handler.slice(0, dot) + extension))
    .find((path) => existsSync(path));
  if (dot <= 0 || modulePath === undefined) {
    throw new Error(`Cannot run the function ${functionName}: there is no module for ${handler} in ${codeDirectory}`);
  }
  return { modulePath, exportName: handler.slice(dot + 1) };
};

/**
 * The environment of a function: what the template gives it, what the Lambda runtime adds, and where the embedded AWS
 * answers. Nothing of this process's own environment.
 */
export const functionEnvironment = (
  configuration: FunctionConfiguration,
  endpoints: FunctionEndpoints,
  region: string,
): Readonly<Record<string, string>> => ({
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: configuration.functionName,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMegabytes),
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroupName,
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  LAMBDA_TASK_ROOT: configuration.codeDirectory,
  _HANDLER: configuration.handler,
  // Neither this machine's own AWS settings nor its metadata service may reach a function.
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
  ...configuration.environment,
  // There is no X-Ray daemon to send to.
  POWERTOOLS_TRACE_ENABLED: 'false',
  AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  AWS_ENDPOINT_URL_SQS: endpoints.sqs,
  AWS_ENDPOINT_URL_S3: endpoints.sqs,
  AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.events,
  AWS_ENDPOINT_URL_SESV2: endpoints.ses,
});
