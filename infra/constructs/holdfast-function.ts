import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type FunctionName, functionLimits } from '../function-limits.ts';
import { BusinessAlarm } from './business-alarm.ts';

/** What every function of the deployment shares. */
export interface FunctionSurroundings {
  /** The folder of each function's bundle. */
  readonly bundleDirectories: Readonly<Record<FunctionName, string>>;
  readonly logLevel: string;
  /** The CloudWatch namespace in which the function counts. */
  readonly metricNamespace: string;
  readonly alarmTopic: ITopic;
}

export interface HoldfastFunctionProps extends FunctionSurroundings {
  readonly name: FunctionName;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that the function may do, beyond writing its own log and trace. */
  readonly may: readonly PolicyStatement[];
  /** Reserve this many concurrent executions, and never run more; or share the account's. */
  readonly concurrency: number | 'shared';
  /** What crashing or running out of time again and again means for the business, and what to do. */
  readonly errorsMean: string;
  /** What being throttled means for the business, and what to do. */
  readonly throttlesMean: string;
}

/** A Lambda function with its own role, log group and alarms, and with no right that is not written down. */
export class HoldfastFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: HoldfastFunctionProps) {
    super(scope, id);
    const { name } = props;
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${name} of Holdfast may do`,
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'WriteLog',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const statement of props.may) role.addToPolicy(statement);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.bundleDirectories[name]),
      handler: 'index.handler',
      timeout: Duration.seconds(functionLimits[name].timeoutSeconds),
      memorySize: functionLimits[name].memoryMegabytes,
      tracing: Tracing.ACTIVE,
      environment: {
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: props.metricNamespace,
        LOG_LEVEL: props.logLevel,
        NODE_OPTIONS: '--enable-source-maps',
        ...props.environment,
      },
      logGroup,
      role,
      ...(props.concurrency === 'shared' ? {} : { reservedConcurrentExecutions: props.concurrency }),
    });
    this.watch(props);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords can only be granted for all.',
    });
    Validations.of(this.function).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'This setting is for asynchronous invocations. Messages that fail go to the dead-letter queue of their own queue or ' +
        'stream, failed ticks to an on-failure destination, and an HTTP client sees its own failure.',
    });
  }

  private watch(props: HoldfastFunctionProps): void {
    const period = Duration.minutes(5);
    const shared = { threshold: 0, period, periods: 3, alarmsWhen: 'above', alarmTopic: props.alarmTopic } as const;
    new BusinessAlarm(this, 'Errors', {
      ...shared,
      metric: this.function.metricErrors({ statistic: 'Sum' }),
      failureMeans: props.errorsMean,
    });
    new BusinessAlarm(this, 'Throttles', {
      ...shared,
      metric: this.function.metricThrottles({ statistic: 'Sum' }),
      failureMeans: props.throttlesMean,
    });
  }
}
