import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TickMeaning } from '../stacks/tick-meanings.ts';
import { BusinessAlarm } from './business-alarm.ts';
import type { HoldfastFunction } from './holdfast-function.ts';

export interface TickScheduleProps extends TickMeaning {
  readonly ticked: HoldfastFunction;
  /** Where a tick goes that could not be delivered or that failed. */
  readonly failureQueue: IQueue;
  readonly alarmTopic: ITopic;
}

/** Starts a function again and again. A tick that is as old as the next one is worth nothing: that does its work. */
export class TickSchedule extends Construct {
  constructor(scope: Construct, id: string, props: TickScheduleProps) {
    super(scope, id);
    const { ticked, failureQueue, everyMinutes } = props;
    const role = this.schedulerRole(props);
    new CfnSchedule(this, 'Schedule', {
      description: props.description,
      scheduleExpression: everyMinutes === 1 ? 'rate(1 minute)' : `rate(${everyMinutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: ticked.function.functionArn,
        roleArn: role.roleArn,
        deadLetterConfig: { arn: failureQueue.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: everyMinutes * 60, maximumRetryAttempts: 2 },
      },
    });
    ticked.function.configureAsyncInvoke({
      maxEventAge: Duration.minutes(everyMinutes),
      retryAttempts: 0,
      onFailure: { bind: () => ({ destination: failureQueue.queueArn }) },
    });
    ticked.function.addToRolePolicy(
      new PolicyStatement({ sid: 'KeepFailures', actions: ['sqs:SendMessage'], resources: [failureQueue.queueArn] }),
    );
    new BusinessAlarm(this, 'Asleep', {
      metric: ticked.function.metricInvocations({ statistic: 'Sum' }),
      threshold: 1,
      period: Duration.minutes(props.asleepMinutes),
      periods: 1,
      alarmsWhen: 'below',
      failureMeans: props.asleepMeans,
      alarmTopic: props.alarmTopic,
    });
  }

  private schedulerRole({ ticked, failureQueue }: TickScheduleProps): Role {
    const stack = Stack.of(this);
    const scheduleGroup = stack.formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
    });
    const role = new Role(this, 'Role', {
      description: 'Lets EventBridge Scheduler tick',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': scheduleGroup } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'Tick',
        actions: ['lambda:InvokeFunction'],
        resources: [ticked.function.functionArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({ sid: 'KeepFailures', actions: ['sqs:SendMessage'], resources: [failureQueue.queueArn] }),
    );
    return role;
  }
}
