import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { EventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';
import { retention } from '#retention/retention.ts';
import { archiveConsumption } from '../archive-consumption.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { EventArchive } from '../constructs/event-archive.ts';
import { EventBridgeDoor } from '../constructs/event-bridge-door.ts';
import { HoldfastTable } from '../constructs/holdfast-table.ts';
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts';
import { defaultStackPrefix, deploymentNames } from '../deployment-names.ts';
import type { DeploymentSettings } from '../deployment-settings.ts';
import { eventConsumption } from '../event-consumption.ts';
import { functionLimits, retryPauseSeconds } from '../function-limits.ts';
import { playbookPattern } from './playbook-pattern.ts';
import { queueMeanings } from './queue-meanings.ts';

export interface StatefulStackProps extends StackProps {
  readonly settings: Pick<
    DeploymentSettings,
    'ephemeral' | 'alarmAddresses' | 'eventWindowSeconds' | 'archiveWindowSeconds'
  >;
  /** No two buses of one account and region can share a name; the one of the default deployment by default. */
  readonly eventBusName?: string;
  /** The same of the Glue database of the archive. */
  readonly archiveDatabaseName?: string;
  /** Whose segments the playbook queue hears of; those that `retention/` declares by default. */
  readonly playbooks?: readonly Pick<Playbook, 'segment'>[];
  /** The buses that events come from; those that `retention/` declares by default. */
  readonly sources?: readonly EventBridgeSource[];
}

/**
 * Everything that holds data: tables, the archive, queues, the bus, and the rule that keeps what the bus carries. Deleting or replacing
 * the functions leaves all of it alone, and what arrives meanwhile waits.
 */
export class StatefulStack extends Stack {
  readonly customerTable: HoldfastTable;
  readonly ledgerTable: HoldfastTable;
  readonly sourceTable: HoldfastTable;
  readonly archive: EventArchive;
  readonly eventBus: EventBus;
  readonly alarmTopic: Topic;
  readonly eventQueue: QueueWithDeadLetters;
  readonly archiveQueue: QueueWithDeadLetters;
  readonly playbookQueue: QueueWithDeadLetters;
  readonly deliveryQueue: QueueWithDeadLetters;
  readonly announceFailureQueue: DeadLetterQueue;
  readonly ruleFailureQueue: DeadLetterQueue;
  readonly wakeFailureQueue: DeadLetterQueue;
  readonly surveyFailureQueue: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: StatefulStackProps) {
    super(scope, id, props);
    const { ephemeral, alarmAddresses, eventWindowSeconds, archiveWindowSeconds } = props.settings;
    const removalPolicy = ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    this.customerTable = this.createCustomerTable(ephemeral);
    this.ledgerTable = this.createLedgerTable(ephemeral);
    this.sourceTable = new HoldfastTable(this, 'SourceTable', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: 'none',
      stream: 'none',
      ephemeral,
    });
    this.archive = new EventArchive(this, 'EventArchive', {
      databaseName: props.archiveDatabaseName ?? deploymentNames(defaultStackPrefix).archiveDatabase,
      removalPolicy,
    });
    this.alarmTopic = new AlarmTopic(this, 'AlarmTopic', { addresses: alarmAddresses }).topic;
    const kept = { alarmTopic: this.alarmTopic, removalPolicy };
    this.eventQueue = new QueueWithDeadLetters(this, 'EventQueue', {
      ...kept,
      ...queueMeanings.event,
      // What is gathered is no delay.
      longestWaitSeconds: queueMeanings.event.longestWaitSeconds + eventWindowSeconds,
      visibilityTimeoutSeconds: eventConsumption(eventWindowSeconds).visibilityTimeoutSeconds,
    });
    this.archiveQueue = new QueueWithDeadLetters(this, 'ArchiveQueue', {
      ...kept,
      ...queueMeanings.archive,
      longestWaitSeconds: queueMeanings.archive.longestWaitSeconds + archiveWindowSeconds,
      visibilityTimeoutSeconds: archiveConsumption(archiveWindowSeconds).visibilityTimeoutSeconds,
    });
    this.playbookQueue = new QueueWithDeadLetters(this, 'PlaybookQueue', {
      ...kept,
      ...queueMeanings.playbook,
      visibilityTimeoutSeconds: retryPauseSeconds(functionLimits.playbooks.timeoutSeconds),
    });
    this.deliveryQueue = new QueueWithDeadLetters(this, 'DeliveryQueue', {
      ...kept,
      ...queueMeanings.delivery,
      visibilityTimeoutSeconds: retryPauseSeconds(functionLimits.deliver.timeoutSeconds),
    });
    this.announceFailureQueue = new DeadLetterQueue(this, 'AnnounceFailureQueue', {
      ...kept,
      ...queueMeanings.announceFailure,
    });
    this.wakeFailureQueue = new DeadLetterQueue(this, 'WakeFailureQueue', { ...kept, ...queueMeanings.wakeFailure });
    this.surveyFailureQueue = new DeadLetterQueue(this, 'SurveyFailureQueue', {
      ...kept,
      ...queueMeanings.surveyFailure,
    });
    this.ruleFailureQueue = new DeadLetterQueue(this, 'RuleFailureQueue', { ...kept, ...queueMeanings.ruleFailure });

    const ownBusName = props.eventBusName ?? deploymentNames(defaultStackPrefix).eventBus;
    this.eventBus = new EventBus(this, 'EventBus', {
      eventBusName: ownBusName,
      description: 'What changed about whom',
    });
    // The bus keeps nothing, and a retained one would stand in the way of the next deployment with its name.
    this.eventBus.applyRemovalPolicy(RemovalPolicy.DESTROY);
    new Rule(this, 'PlaybookRule', {
      description: 'What playbooks react to',
      eventBus: this.eventBus,
      eventPattern: playbookPattern(props.playbooks ?? retention.playbooks),
      targets: [new SqsQueue(this.playbookQueue.queue, { deadLetterQueue: this.ruleFailureQueue })],
    });
    for (const source of props.sources ?? retention.sources.values()) {
      new EventBridgeDoor(this, `EventBridgeSource-${source.name}`, {
        source,
        eventQueue: this.eventQueue.queue,
        failureQueue: this.ruleFailureQueue,
        ownBusName,
      });
    }
    this.writeOutputs();
  }

  private createCustomerTable(ephemeral: boolean): HoldfastTable {
    const table = new HoldfastTable(this, 'CustomerTable', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      stream: 'new-image',
      ephemeral,
    });
    table.addGlobalSecondaryIndex({
      indexName: 'wake',
      partitionKey: { name: 'wakeShard', type: AttributeType.STRING },
      sortKey: { name: 'wakeAt', type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    return table;
  }

  private createLedgerTable(ephemeral: boolean): HoldfastTable {
    const table = new HoldfastTable(this, 'LedgerTable', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      stream: 'none',
      ephemeral,
    });
    table.addGlobalSecondaryIndex({
      indexName: 'inbox',
      partitionKey: { name: 'inboxPartition', type: AttributeType.STRING },
      sortKey: { name: 'inboxOrder', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    return table;
  }

  private writeOutputs(): void {
    const outputs = {
      CustomerTableName: this.customerTable.tableName,
      LedgerTableName: this.ledgerTable.tableName,
      SourceTableName: this.sourceTable.tableName,
      EventQueueUrl: this.eventQueue.queue.queueUrl,
      ArchiveQueueUrl: this.archiveQueue.queue.queueUrl,
      PlaybookQueueUrl: this.playbookQueue.queue.queueUrl,
      DeliveryQueueUrl: this.deliveryQueue.queue.queueUrl,
      EventDeadLetterQueueUrl: this.eventQueue.deadLetterQueue.queueUrl,
      ArchiveDeadLetterQueueUrl: this.archiveQueue.deadLetterQueue.queueUrl,
      PlaybookDeadLetterQueueUrl: this.playbookQueue.deadLetterQueue.queueUrl,
      DeliveryDeadLetterQueueUrl: this.deliveryQueue.deadLetterQueue.queueUrl,
      AnnounceFailureQueueUrl: this.announceFailureQueue.queueUrl,
      RuleFailureQueueUrl: this.ruleFailureQueue.queueUrl,
      WakeFailureQueueUrl: this.wakeFailureQueue.queueUrl,
      SurveyFailureQueueUrl: this.surveyFailureQueue.queueUrl,
      EventBusName: this.eventBus.eventBusName,
      ArchiveBucketName: this.archive.bucket.bucketName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
