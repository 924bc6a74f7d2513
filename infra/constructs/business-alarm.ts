import type { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface BusinessAlarmProps {
  readonly metric: Metric;
  readonly threshold: number;
  readonly period: Duration;
  /** How many periods must be bad. */
  readonly periods: number;
  /** Among how many of the last periods; all of them in a row by default. */
  readonly amongLast?: number;
  /** What must not happen: too much of the metric, or too little of it. */
  readonly alarmsWhen: 'above' | 'below';
  /** For whoever is woken: what it means for the business, and what to do. */
  readonly failureMeans: string;
  readonly alarmTopic: ITopic;
}

/** An alarm that explains itself: it cannot be made without saying what the failure means and what to do. */
export class BusinessAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: BusinessAlarmProps) {
    const above = props.alarmsWhen === 'above';
    super(scope, id, {
      metric: props.metric.with({ period: props.period }),
      threshold: props.threshold,
      evaluationPeriods: props.amongLast ?? props.periods,
      ...(props.amongLast === undefined ? {} : { datapointsToAlarm: props.periods }),
      comparisonOperator: above ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      // Silence is what a healthy failure metric looks like, and what a dead schedule looks like.
      treatMissingData: above ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
      alarmDescription: props.failureMeans,
    });
    this.addAlarmAction(new SnsAction(props.alarmTopic));
  }
}
