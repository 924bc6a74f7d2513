import { arnOf } from '../local-account.ts';
import { identifiedByArn, named, withoutIdentity } from './inert-identities.ts';
import { physicalName } from './physical-name.ts';
import { defineInertResourceType, type Identify, type ResourceType } from './resource-type.ts';

const noRights = 'rights are not checked: code that lacks one works here and fails on AWS';

const role: Identify = (resource, account) => {
  const { reference } = named('iam', 'role/', 'RoleName')(resource, account);
  const arn = `arn:aws:iam::${account.accountId}:role/${reference}`;
  return { reference, attributes: { Arn: arn, RoleId: reference } };
};

const key: Identify = (resource, account) => {
  const keyId = physicalName(resource, 64);
  return { reference: keyId, attributes: { Arn: arnOf(account, 'kms', `key/${keyId}`), KeyId: keyId } };
};

/** Rights and keys: accepted, and without effect on this machine. */
export const inertRights: readonly ResourceType[] = [
  defineInertResourceType({
    type: 'AWS::IAM::Role',
    reason: noRights,
    propertyNames: [
      'AssumeRolePolicyDocument',
      'Description',
      'ManagedPolicyArns',
      'MaxSessionDuration',
      'Path',
      'PermissionsBoundary',
      'Policies',
      'RoleName',
      'Tags',
    ],
    identify: role,
  }),
  defineInertResourceType({
    type: 'AWS::IAM::Policy',
    reason: noRights,
    propertyNames: ['Groups', 'PolicyDocument', 'PolicyName', 'Roles', 'Users'],
    identify: withoutIdentity,
  }),
  defineInertResourceType({
    type: 'AWS::IAM::ManagedPolicy',
    reason: noRights,
    propertyNames: ['Description', 'Groups', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles', 'Users'],
    identify: identifiedByArn('iam', 'policy/', 'PolicyArn'),
  }),
  defineInertResourceType({
    type: 'AWS::SQS::QueuePolicy',
    reason: noRights,
    propertyNames: ['PolicyDocument', 'Queues'],
    identify: withoutIdentity,
  }),
  defineInertResourceType({
    type: 'AWS::SNS::TopicPolicy',
    reason: noRights,
    propertyNames: ['PolicyDocument', 'Topics'],
    identify: withoutIdentity,
  }),
  defineInertResourceType({
    type: 'AWS::S3::BucketPolicy',
    reason: noRights,
    propertyNames: ['Bucket', 'PolicyDocument'],
    identify: withoutIdentity,
  }),
  defineInertResourceType({
    type: 'AWS::Events::EventBusPolicy',
    reason: noRights,
    propertyNames: ['Action', 'Condition', 'EventBusName', 'Principal', 'Statement', 'StatementId'],
    identify: withoutIdentity,
  }),
  defineInertResourceType({
    type: 'AWS::Lambda::Permission',
    reason: noRights,
    propertyNames: [
      'Action',
      'EventSourceToken',
      'FunctionName',
      'FunctionUrlAuthType',
      'InvokedViaFunctionUrl',
      'Principal',
      'PrincipalOrgID',
      'SourceAccount',
      'SourceArn',
    ],
    identify: withoutIdentity,
  }),
  defineInertResourceType({
    type: 'AWS::KMS::Key',
    reason: 'encryption is the business of the disk',
    propertyNames: [
      'BypassPolicyLockoutSafetyCheck',
      'Description',
      'EnableKeyRotation',
      'Enabled',
      'KeyPolicy',
      'KeySpec',
      'KeyUsage',
      'MultiRegion',
      'Origin',
      'PendingWindowInDays',
      'RotationPeriodInDays',
      'Tags',
    ],
    identify: key,
  }),
  defineInertResourceType({
    type: 'AWS::KMS::Alias',
    reason: 'encryption is the business of the disk',
    propertyNames: ['AliasName', 'TargetKeyId'],
    identify: named('kms', '', 'AliasName'),
  }),
];
