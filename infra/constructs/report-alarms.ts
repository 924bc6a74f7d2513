import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FunctionName } from '../function-limits.ts';
import type { ReportMeaning } from '../stacks/report-meanings.ts';
import { BusinessAlarm } from './business-alarm.ts';

export interface ReportAlarmsProps {
  readonly metricNamespace: string;
  readonly reports: readonly ReportMeaning[];
  readonly alarmTopic: ITopic;
}

/** Watches what handlers themselves report, which no error or throttle of Lambda shows. */
export class ReportAlarms extends Construct {
  /** What is watched, one metric for each report. */
  readonly metrics: readonly Metric[];

  constructor(scope: Construct, id: string, props: ReportAlarmsProps) {
    super(scope, id);
    this.metrics = props.reports.map(({ reporter, metricName, periodMinutes, ...report }) => {
      const metric = reportedMetric(props.metricNamespace, reporter, metricName);
      new BusinessAlarm(this, `${reporter}-${metricName}`, {
        ...report,
        metric,
        period: Duration.minutes(periodMinutes),
        alarmTopic: props.alarmTopic,
      });
      // A label in the alarm itself would turn its metric into a search expression.
      return metric.with({ label: `${reporter}: ${metricName}` });
    });
  }
}

/** A count as Powertools writes it: under the dimension `service`, whose value is POWERTOOLS_SERVICE_NAME. */
function reportedMetric(namespace: string, reporter: FunctionName, metricName: string): Metric {
  return new Metric({
    namespace,
    metricName,
    dimensionsMap: { service: reporter },
    statistic: 'Sum',
  });
}
