import type { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { DeploymentSettings } from '../deployment-settings.ts';
import type { FunctionName } from '../function-limits.ts';
import type { StatefulStack } from './stateful-stack.ts';

/** What one function is told, and what it may do with it. */
export interface FunctionRights {
  readonly environment: Readonly<Record<string, string>>;
  readonly may: readonly PolicyStatement[];
}

/** The least that each function needs: its environment, and the actions on exactly the resources named there. */
export function functionRights(
  stack: Stack,
  stateful: StatefulStack,
  settings: DeploymentSettings,
): Record<FunctionName, FunctionRights> {
  const { customerTable, ledgerTable, sourceTable, eventBus } = stateful;
  const eventQueue = stateful.eventQueue.queue;
  const archiveQueue = stateful.archiveQueue.queue;
  const playbookQueue = stateful.playbookQueue.queue;
  const deliveryQueue = stateful.deliveryQueue.queue;
  const CUSTOMER_TABLE_NAME = customerTable.tableName;
  const LEDGER_TABLE_NAME = ledgerTable.tableName;
  return {
    ingest: {
      environment: {
        SOURCE_TABLE_NAME: sourceTable.tableName,
        EVENT_QUEUE_URL: eventQueue.queueUrl,
        LEDGER_TABLE_NAME,
      },
      may: [
        onTable('CheckWriteKey', sourceTable, ['GetItem']),
        send('PassEventsOn', eventQueue),
        onTable('Quarantine', ledgerTable, ['PutItem']),
      ],
    },
    profile: {
      environment: {
        ARCHIVE_QUEUE_URL: archiveQueue.queueUrl,
        CUSTOMER_TABLE_NAME,
        EVENT_QUEUE_URL: eventQueue.queueUrl,
        LEDGER_TABLE_NAME,
      },
      may: [
        send('HandToArchive', archiveQueue),
        send('TellAccountsAndMembers', eventQueue),
        onTable('FoldEvents', customerTable, ['BatchGetItem', 'GetItem', 'PutItem', 'Query']),
        onTable('Quarantine', ledgerTable, ['PutItem']),
        onTable('KnowThePopulation', ledgerTable, ['Query']),
      ],
    },
    archive: { environment: { ARCHIVE_BUCKET_NAME: stateful.archive.bucket.bucketName }, may: [] },
    announce: {
      environment: {
        CUSTOMER_TABLE_NAME,
        EVENT_BUS_NAME: eventBus.eventBusName,
        EVENT_QUEUE_URL: eventQueue.queueUrl,
        LEDGER_TABLE_NAME,
      },
      may: [
        onTable('TellAccounts', customerTable, ['GetItem', 'PutItem', 'Query']),
        send('TellAccountsAndMembers', eventQueue),
        announceOn(eventBus),
        // IAM cannot tell putting from deleting in a batch; announce only puts.
        onTable('RecordTransitions', ledgerTable, ['BatchWriteItem']),
        // In transactions, which need the rights of what they do.
        onTable('CountFlows', ledgerTable, ['PutItem', 'UpdateItem']),
        onTable('KnowThePopulation', ledgerTable, ['Query']),
      ],
    },
    wake: {
      environment: {
        CUSTOMER_TABLE_NAME,
        EVENT_QUEUE_URL: eventQueue.queueUrl,
        PLAYBOOK_QUEUE_URL: playbookQueue.queueUrl,
      },
      may: [
        new PolicyStatement({
          sid: 'FindWhoIsDue',
          actions: ['dynamodb:Query'],
          resources: [`${customerTable.tableArn}/index/wake`],
        }),
        send('WakeProfiles', eventQueue),
        send('WakeRuns', playbookQueue),
      ],
    },
    playbooks: {
      environment: { CUSTOMER_TABLE_NAME, LEDGER_TABLE_NAME, DELIVERY_QUEUE_URL: deliveryQueue.queueUrl },
      may: [
        onTable('AdvanceRuns', customerTable, ['GetItem', 'PutItem', 'Query']),
        onTable('RecordOutcomes', ledgerTable, ['PutItem']),
        send('OrderDeliveries', deliveryQueue),
      ],
    },
    deliver: {
      environment: { CUSTOMER_TABLE_NAME, LEDGER_TABLE_NAME, SENDER_ADDRESS: settings.senderAddress },
      may: [
        onTable('ClaimDeliveries', ledgerTable, ['PutItem', 'DeleteItem']),
        onTable('ReadCustomers', customerTable, ['GetItem']),
        sendEmail(stack, settings.senderAddress),
      ],
    },
    survey: {
      environment: {
        CUSTOMER_TABLE_NAME,
        EVENT_QUEUE_URL: eventQueue.queueUrl,
        LEDGER_TABLE_NAME,
        EVENT_BUS_NAME: eventBus.eventBusName,
        SURVEY_EVERY_HOURS: String(settings.surveyHours),
      },
      may: [
        onTable('LookAtEveryCustomer', customerTable, ['Scan']),
        onTable('KeepWhatWasCounted', ledgerTable, ['GetItem', 'PutItem', 'Query']),
        announceOn(eventBus),
        send('WakeProfiles', eventQueue),
      ],
    },
  };
}

function onTable(sid: string, table: ITable, operations: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: operations.map((operation) => `dynamodb:${operation}`),
    resources: [table.tableArn],
  });
}

function announceOn(bus: IEventBus): PolicyStatement {
  return new PolicyStatement({ sid: 'Announce', actions: ['events:PutEvents'], resources: [bus.eventBusArn] });
}

function send(sid: string, queue: IQueue): PolicyStatement {
  return new PolicyStatement({ sid, actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
}

function sendEmail(stack: Stack, senderAddress: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'SendEmail',
    actions: ['ses:SendEmail'],
    // SES checks the right on whichever of these was verified.
    resources: [senderAddress, ...verifiableDomains(senderAddress)].map((identity) =>
      stack.formatArn({ service: 'ses', resource: 'identity', resourceName: identity }),
    ),
    conditions: { StringEquals: { 'ses:FromAddress': senderAddress } },
  });
}

/** The domains whose verification lets SES send from an address: its own and each that this lies in, save the top one. */
function verifiableDomains(address: string): string[] {
  const labels = address.slice(address.lastIndexOf('@') + 1).split('.');
  return labels.slice(0, -1).map((_, first) => labels.slice(first).join('.'));
}
