import { CfnRule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventBridgeSource } from '#domain/ingest/event-bridge-source.ts';

export interface EventBridgeDoorProps {
  readonly source: Pick<EventBridgeSource, 'name' | 'bus' | 'tenant' | 'pattern'>;
  readonly eventQueue: IQueue;
  readonly failureQueue: IQueue;
  /** The bus that no source may listen to: what Holdfast announces would come back to it without end. */
  readonly ownBusName: string;
}

/** The name that a bus has in its account. */
const nameOfBus = (bus: string) => bus.split(':event-bus/').at(-1);

/**
 * The message of the event queue around an event. The event goes in whole and the mapping is applied by the function that
 * reads the queue: there it is tested, and what does not fit is set aside with its reason.
 */
function messageTemplate({ name, tenant }: EventBridgeDoorProps['source']): string {
  const about = JSON.stringify({ kind: 'eventbridge', schemaVersion: 1, tenant, source: name });
  // `aws.events.event` alone is the event without its detail.
  return `${about.slice(0, -1)},"event":<aws.events.event.json>}`;
}

/** A rule on a bus of the operator that sends what a source is declared to be to the event queue. */
export class EventBridgeDoor extends Construct {
  constructor(scope: Construct, id: string, props: EventBridgeDoorProps) {
    super(scope, id);
    const { source, eventQueue, failureQueue, ownBusName } = props;
    if (nameOfBus(source.bus) === ownBusName) {
      throw new Error(
        `Cannot listen to the bus ${source.bus}: what Holdfast announces there would come back to it; give the source ` +
          `"${source.name}" another bus`,
      );
    }
    const rule = new CfnRule(this, 'Rule', {
      description: `Events of the source ${source.name} for Holdfast`,
      eventBusName: source.bus,
      eventPattern: source.pattern,
    });
    const { arn, deadLetterConfig } = new SqsQueue(eventQueue, { deadLetterQueue: failureQueue }).bind(rule);
    rule.targets = [
      { id: 'EventQueue', arn, deadLetterConfig, inputTransformer: { inputTemplate: messageTemplate(source) } },
    ];
  }
}
