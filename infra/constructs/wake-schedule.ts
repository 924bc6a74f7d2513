import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BusinessAlarm } from './business-alarm.ts';
import type { HoldfastFunction } from './holdfast-function.ts';

export interface WakeScheduleProps {
  readonly sleeper: HoldfastFunction;
  /** Where a tick goes that could not be delivered or that failed. */
  readonly failureQueue: IQueue;
  readonly alarmTopic: ITopic;
}

/** One tick each minute. A tick that is a minute old is worth nothing: the next one does its work. */
export class WakeSchedule extends Construct {
  constructor(scope: Construct, id: string, props: WakeScheduleProps) {
    super(scope, id);
    const { sleeper, failureQueue } = props;
    const role = this.schedulerRole(props);
    new CfnSchedule(this, 'EachMinute', {
      description: 'Wakes the customers about whom something changes by itself',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: sleeper.function.functionArn,
        roleArn: role.roleArn,
        deadLetterConfig: { arn: failureQueue.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 2 },
      },
    });
    sleeper.function.configureAsyncInvoke({
      maxEventAge: Duration.minutes(1),
      retryAttempts: 0,
      onFailure: { bind: () => ({ destination: failureQueue.queueArn }) },
    });
    sleeper.function.addToRolePolicy(
      new PolicyStatement({ sid: 'KeepFailures', actions: ['sqs:SendMessage'], resources: [failureQueue.queueArn] }),
    );
    new BusinessAlarm(this, 'Asleep', {
      metric: sleeper.function.metricInvocations({ statistic: 'Sum' }),
      threshold: 1,
      period: Duration.minutes(5),
      periods: 1,
      alarmsWhen: 'below',
      failureMeans:
        'Nobody notices customers who stay away: the clock has not ticked for five minutes, and waiting playbooks stand still. ' +
        'Look whether the schedule is enabled and its role intact; nothing is lost, it catches up once it ticks again.',
      alarmTopic: props.alarmTopic,
    });
  }

  private schedulerRole({ sleeper, failureQueue }: WakeScheduleProps): Role {
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
        resources: [sleeper.function.functionArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({ sid: 'KeepFailures', actions: ['sqs:SendMessage'], resources: [failureQueue.queueArn] }),
    );
    return role;
  }
}
