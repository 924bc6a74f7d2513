import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { functionLimits } from '#infra/function-limits.ts';
import { compilePattern } from '#infra/local/events/pattern.ts';
import { retention } from '#retention/retention.ts';
import { resourceName } from './resource-name.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

const queueSchema = z.object({
  SqsManagedSseEnabled: z.literal(true),
  MessageRetentionPeriod: z.number(),
  VisibilityTimeout: z.number().default(0),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() }).nullable().default(null),
});
const daySeconds = 86_400;

let app: SynthesizedApp;
let template: Template;
beforeAll(async () => {
  app = await synthesizeWithPlaceholders();
  template = Template.fromJSON(JSON.parse(app.texts[0] ?? ''));
});

function queues() {
  return [...resourcesOfType(app.stateful, 'AWS::SQS::Queue')].map(([id, { Properties }]) => ({
    name: resourceName(app, { Ref: id }),
    ...queueSchema.parse(Properties),
  }));
}

describe('HoldfastTable', () => {
  test.each([
    ['CustomerTable', { StreamViewType: 'NEW_IMAGE' }],
    ['LedgerTable', null],
    ['SourceTable', null],
  ])('HoldfastTable makes %s restorable, forgetful, encrypted and protected', (name, stream) => {
    const found = [...resourcesOfType(app.stateful, 'AWS::DynamoDB::Table')].find(
      ([id]) => resourceName(app, { Ref: id }) === name,
    );
    expect(found?.[1]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
    expect(found?.[1].Properties['StreamSpecification'] ?? null).toEqual(stream);
  });

  test('HoldfastTable keeps the wake index small and the inbox index whole', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        {
          IndexName: 'wake',
          KeySchema: [
            { AttributeName: 'wakeShard', KeyType: 'HASH' },
            { AttributeName: 'wakeAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      AttributeDefinitions: Match.arrayWith([{ AttributeName: 'wakeAt', AttributeType: 'N' }]),
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        {
          IndexName: 'inbox',
          KeySchema: [
            { AttributeName: 'inboxPartition', KeyType: 'HASH' },
            { AttributeName: 'inboxOrder', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });
});

describe('QueueWithDeadLetters', () => {
  test.each([
    ['EventQueue', functionLimits.profile, 360],
    ['ArchiveQueue', functionLimits.archive, 660],
    ['PlaybookQueue', functionLimits.playbooks, 360],
    ['DeliveryQueue', functionLimits.deliver, 360],
  ])(
    'QueueWithDeadLetters gives %s a dead-letter queue after 5 receives and at least six times its consumer timeout',
    (name, limit, visibilityTimeoutSeconds) => {
      const queue = queues().find((one) => one.name === name);
      expect(queue?.VisibilityTimeout).toBe(visibilityTimeoutSeconds);
      expect(visibilityTimeoutSeconds).toBeGreaterThanOrEqual(6 * limit.timeoutSeconds);
      expect(queue?.MessageRetentionPeriod).toBe(4 * daySeconds);
      expect(queue?.RedrivePolicy?.maxReceiveCount).toBe(5);
      const deadLetterQueue = resourceName(app, queue?.RedrivePolicy?.deadLetterTargetArn);
      expect(deadLetterQueue).toBe(`${name}DeadLetters`);
      expect(queues().find((one) => one.name === deadLetterQueue)?.MessageRetentionPeriod).toBe(14 * daySeconds);
    },
  );

  test('QueueWithDeadLetters leaves no queue without dead letters, but those that keep dead letters themselves', () => {
    const ends = queues().filter((one) => one.RedrivePolicy === null);
    expect(ends.map((one) => one.name).sort()).toEqual([
      'AnnounceFailureQueue',
      'ArchiveQueueDeadLetters',
      'DeliveryQueueDeadLetters',
      'EventQueueDeadLetters',
      'PlaybookQueueDeadLetters',
      'RuleFailureQueue',
      'SurveyFailureQueue',
      'WakeFailureQueue',
    ]);
    expect(new Set(ends.map((one) => one.MessageRetentionPeriod))).toEqual(new Set([14 * daySeconds]));
  });

  test('QueueWithDeadLetters refuses plain connections on every queue', () => {
    const guarded = [...resourcesOfType(app.stateful, 'AWS::SQS::QueuePolicy').values()].map((policy) =>
      JSON.stringify(policy.Properties),
    );
    expect(guarded).toHaveLength(queues().length);
    for (const policy of guarded) expect(policy).toContain('"aws:SecureTransport":"false"');
  });
});

describe('StatefulStack', () => {
  test('StatefulStack routes what playbooks react to from the bus to their queue, failures to a queue of their own', () => {
    const [rule] = resourcesOfType(app.stateful, 'AWS::Events::Rule').values();
    const passes = compilePattern(rule?.Properties['EventPattern']);
    const entered = (segment: string, more: object = {}, type = 'Segment Entered') => ({
      source: 'holdfast',
      'detail-type': type,
      detail: { mode: 'live', segment, ...more },
    });
    const [playbook] = retention.playbooks;
    const segment = playbook?.segment ?? 'none';
    for (const { segment } of retention.playbooks) expect(passes(entered(segment))).toBe(true);
    expect(passes(entered(segment, { mode: 'replay' }))).toBe(false);
    expect(passes(entered(segment, {}, 'Segment Exited'))).toBe(false);
    expect(passes(entered(segment, {}, 'Churn Risk Changed'))).toBe(false);
    expect(passes(entered('a segment of no playbook'))).toBe(retention.playbooks.length === 0);
    expect(passes({ ...entered(segment), source: 'somebody else' })).toBe(false);
    const target = z
      .tuple([z.object({ Arn: z.unknown(), DeadLetterConfig: z.object({ Arn: z.unknown() }) })])
      .parse(rule?.Properties['Targets'])[0];
    expect(resourceName(app, target.Arn)).toBe('PlaybookQueue');
    expect(resourceName(app, target.DeadLetterConfig.Arn)).toBe('RuleFailureQueue');
  });

  test('StatefulStack tells by its outputs where everything is', () => {
    const names = Object.keys(app.stateful.Outputs).filter((name) => !name.startsWith('Exports'));
    expect(names.sort()).toEqual([
      'AnnounceFailureQueueUrl',
      'ArchiveBucketName',
      'ArchiveDeadLetterQueueUrl',
      'ArchiveQueueUrl',
      'CustomerTableName',
      'DeliveryDeadLetterQueueUrl',
      'DeliveryQueueUrl',
      'EventBusName',
      'EventDeadLetterQueueUrl',
      'EventQueueUrl',
      'LedgerTableName',
      'PlaybookDeadLetterQueueUrl',
      'PlaybookQueueUrl',
      'RuleFailureQueueUrl',
      'SourceTableName',
      'SurveyFailureQueueUrl',
      'WakeFailureQueueUrl',
    ]);
  });

  test('StatefulStack tells the address of every queue, those of failures included', () => {
    const told = Object.entries(app.stateful.Outputs)
      .filter(([name]) => name.endsWith('QueueUrl'))
      .map(([, { Value }]) => resourceName(app, Value));
    expect(told.sort()).toEqual(
      queues()
        .map((queue) => queue.name)
        .sort(),
    );
  });

  test('StatefulStack keeps tables and queues when it is deleted, unless the deployment is ephemeral', async () => {
    const ephemeral = await synthesizeWithPlaceholders({ ephemeral: 'true' });
    for (const [one, policy, isProtected] of [
      [app, 'Retain', true],
      [ephemeral, 'Delete', false],
    ] as const) {
      const tables = [...resourcesOfType(one.stateful, 'AWS::DynamoDB::Table').values()];
      const kept = [...tables, ...resourcesOfType(one.stateful, 'AWS::SQS::Queue').values()];
      expect(new Set(kept.map((resource) => resource.DeletionPolicy))).toEqual(new Set([policy]));
      expect(tables.map((table) => table.Properties['DeletionProtectionEnabled'])).toEqual(Array(3).fill(isProtected));
    }
  });
});

describe('AlarmTopic', () => {
  test('AlarmTopic is encrypted with a key that rotates, and only alarms of this account may use both', () => {
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike(alarmsMay(['kms:Decrypt', 'kms:GenerateDataKey']))]) },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike(alarmsMay('sns:Publish')),
        ]),
      },
    });
  });

  test('AlarmTopic tells the address in the context, and nobody without one', async () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    const told = await synthesizeWithPlaceholders({ alarmEmail: 'ops@example.com' });
    const [subscription] = resourcesOfType(told.stateful, 'AWS::SNS::Subscription').values();
    expect(subscription?.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'ops@example.com' });
  });
});

function alarmsMay(action: string | string[]) {
  return {
    Action: action,
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  };
}
