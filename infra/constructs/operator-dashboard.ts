import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { FunctionName } from '../function-limits.ts';
import type { StatefulStack } from '../stacks/stateful-stack.ts';
import type { HoldfastFunction } from './holdfast-function.ts';

export interface OperatorDashboardProps {
  readonly stateful: StatefulStack;
  readonly functions: Readonly<Record<FunctionName, HoldfastFunction>>;
  readonly api: HttpApi;
  /** What the handlers report and alarms watch. */
  readonly reported: readonly IMetric[];
}

/** One page for operators: what comes in, what waits, what fails or is set aside, how late the announcements are. */
export class OperatorDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperatorDashboardProps) {
    super(scope, id);
    const { eventQueue, archiveQueue, playbookQueue, deliveryQueue } = props.stateful;
    const queues = [eventQueue, archiveQueue, playbookQueue, deliveryQueue];
    const functions = Object.values(props.functions).map((one) => one.function);
    const sum = { statistic: 'Sum' };
    new Dashboard(this, 'Page', {
      defaultInterval: Duration.hours(6),
      widgets: [
        [
          graph('Requests', [
            props.api.metricCount(sum),
            props.api.metricClientError(sum),
            props.api.metricServerError(sum),
          ]),
          graph(
            'Oldest message waiting (s)',
            queues.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
          ),
        ],
        [
          graph(
            'Crashes and time-outs',
            functions.map((one) => one.metricErrors(sum)),
          ),
          graph('Announcements late (ms)', [
            props.functions.announce.function.metric('IteratorAge', { statistic: 'Maximum' }),
          ]),
        ],
        [graph('Set aside, failed, withheld, refused', [...props.reported], 24)],
      ],
    });
  }
}

function graph(title: string, left: IMetric[], width = 12): GraphWidget {
  return new GraphWidget({ title, left, width, height: 6 });
}
