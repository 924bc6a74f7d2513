import { arnOf } from '../local-account.ts';
import { identifiedByArn, named, withoutIdentity } from './inert-identities.ts';
import { defineInertResourceType, type Identify, type ResourceType } from './resource-type.ts';

const noMetrics = 'there is no CloudWatch, and nobody to notify';

const topic: Identify = (resource, account) => {
  const { reference, attributes } = named('sns', '', 'TopicName')(resource, account);
  const arn = attributes['Arn'] ?? reference;
  return { reference: arn, attributes: { TopicArn: arn, TopicName: reference } };
};

const alarm = named('cloudwatch', 'alarm:', 'AlarmName');
const alarmActions = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'InsufficientDataActions',
  'OKActions',
  'Tags',
];

/** Alarms, dashboards, notices and logs: accepted, and without effect on this machine. */
export const inertObservation: readonly ResourceType[] = [
  defineInertResourceType({
    type: 'AWS::Logs::LogGroup',
    reason: 'functions log to files on this machine',
    propertyNames: [
      'DataProtectionPolicy',
      'DeletionProtectionEnabled',
      'FieldIndexPolicies',
      'KmsKeyId',
      'LogGroupClass',
      'LogGroupName',
      'ResourcePolicyDocument',
      'RetentionInDays',
      'Tags',
    ],
    identify: (resource, account) => {
      const { reference } = named('logs', 'log-group:', 'LogGroupName')(resource, account);
      return { reference, attributes: { Arn: `${arnOf(account, 'logs', `log-group:${reference}`)}:*` } };
    },
  }),
  defineInertResourceType({
    type: 'AWS::CloudWatch::Alarm',
    reason: noMetrics,
    propertyNames: [
      ...alarmActions,
      'ComparisonOperator',
      'DatapointsToAlarm',
      'Dimensions',
      'EvaluateLowSampleCountPercentile',
      'EvaluationPeriods',
      'ExtendedStatistic',
      'MetricName',
      'Metrics',
      'Namespace',
      'Period',
      'Statistic',
      'Threshold',
      'ThresholdMetricId',
      'TreatMissingData',
      'Unit',
    ],
    identify: alarm,
  }),
  defineInertResourceType({
    type: 'AWS::CloudWatch::CompositeAlarm',
    reason: noMetrics,
    propertyNames: [
      ...alarmActions,
      'ActionsSuppressor',
      'ActionsSuppressorExtensionPeriod',
      'ActionsSuppressorWaitPeriod',
      'AlarmRule',
    ],
    identify: alarm,
  }),
  defineInertResourceType({
    type: 'AWS::CloudWatch::Dashboard',
    reason: noMetrics,
    propertyNames: ['DashboardBody', 'DashboardName'],
    identify: named('cloudwatch', 'dashboard/', 'DashboardName'),
  }),
  defineInertResourceType({
    type: 'AWS::SNS::Topic',
    reason: noMetrics,
    propertyNames: [
      'ArchivePolicy',
      'ContentBasedDeduplication',
      'DataProtectionPolicy',
      'DeliveryStatusLogging',
      'DisplayName',
      'FifoThroughputScope',
      'FifoTopic',
      'KmsMasterKeyId',
      'SignatureVersion',
      'Subscription',
      'Tags',
      'TopicName',
      'TracingConfig',
    ],
    identify: topic,
  }),
  defineInertResourceType({
    type: 'AWS::SNS::Subscription',
    reason: noMetrics,
    propertyNames: [
      'DeliveryPolicy',
      'Endpoint',
      'FilterPolicy',
      'FilterPolicyScope',
      'Protocol',
      'RawMessageDelivery',
      'RedrivePolicy',
      'Region',
      'ReplayPolicy',
      'SubscriptionRoleArn',
      'TopicArn',
    ],
    identify: identifiedByArn('sns', '', 'Arn'),
  }),
  defineInertResourceType({
    type: 'AWS::CDK::Metadata',
    reason: 'CDK counts its own use with it',
    propertyNames: ['Analytics'],
    identify: withoutIdentity,
  }),
];
