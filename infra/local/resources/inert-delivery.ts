import { named } from './inert-identities.ts';
import { defineInertResourceType, type ResourceType } from './resource-type.ts';

/** Parts of events, schedules and mail: accepted, and without effect on this machine. */
export const inertDelivery: readonly ResourceType[] = [
  defineInertResourceType({
    type: 'AWS::Events::Archive',
    reason: 'nothing can be replayed from it here',
    propertyNames: ['ArchiveName', 'Description', 'EventPattern', 'KmsKeyIdentifier', 'RetentionDays', 'SourceArn'],
    identify: named('events', 'archive/', 'ArchiveName'),
  }),
  defineInertResourceType({
    type: 'AWS::Scheduler::ScheduleGroup',
    reason: 'schedules of every group run alike',
    propertyNames: ['Name', 'Tags'],
    identify: named('scheduler', 'schedule-group/', 'Name'),
  }),
  defineInertResourceType({
    type: 'AWS::SES::EmailIdentity',
    reason: 'the local mailbox takes mail from every sender',
    propertyNames: [
      'ConfigurationSetAttributes',
      'DkimAttributes',
      'DkimSigningAttributes',
      'EmailIdentity',
      'FeedbackAttributes',
      'MailFromAttributes',
      'Tags',
    ],
    identify: named('ses', 'identity/', 'EmailIdentity'),
  }),
  defineInertResourceType({
    type: 'AWS::SES::ConfigurationSet',
    reason: 'the local mailbox neither suppresses nor reports',
    propertyNames: [
      'ArchivingOptions',
      'DeliveryOptions',
      'Name',
      'ReputationOptions',
      'SendingOptions',
      'SuppressionOptions',
      'Tags',
      'TrackingOptions',
      'VdmOptions',
    ],
    identify: named('ses', 'configuration-set/', 'Name'),
  }),
];
