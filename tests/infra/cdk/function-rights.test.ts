import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { resourceName } from './resource-name.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([z.array(item), item.transform((one) => [one])]);
const reference = z.union([z.string(), z.record(z.string(), z.unknown())]);
const policySchema = z.object({
  Roles: z.array(reference),
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({ Effect: z.literal('Allow'), Action: oneOrMore(z.string()), Resource: oneOrMore(reference) }),
    ),
  }),
});
const functionSchema = z.object({
  Role: reference,
  Environment: z.object({ Variables: z.looseObject({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});

const everyFunction = (logGroup: string) => [
  `logs:CreateLogStream ${logGroup}`,
  `logs:PutLogEvents ${logGroup}`,
  'xray:PutTelemetryRecords *',
  'xray:PutTraceSegments *',
];
const consumer = (queue: string) => [
  `sqs:DeleteMessage ${queue}`,
  `sqs:GetQueueAttributes ${queue}`,
  `sqs:ReceiveMessage ${queue}`,
];
const identity = 'arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:identity';

const allowed = {
  ingest: [
    ...everyFunction('IngestLog'),
    'dynamodb:GetItem SourceTable',
    'dynamodb:PutItem LedgerTable',
    'sqs:SendMessage EventQueue',
  ],
  profile: [
    ...everyFunction('ProfileLog'),
    ...consumer('EventQueue'),
    'dynamodb:BatchGetItem CustomerTable',
    'dynamodb:GetItem CustomerTable',
    'dynamodb:PutItem CustomerTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:Query CustomerTable',
    'dynamodb:Query LedgerTable',
    'sqs:SendMessage ArchiveQueue',
    'sqs:SendMessage EventQueue',
  ],
  archive: [...everyFunction('ArchiveLog'), ...consumer('ArchiveQueue'), 's3:PutObject EventArchiveBucket/events/v1/*'],
  announce: [
    ...everyFunction('AnnounceLog'),
    'dynamodb:BatchWriteItem LedgerTable',
    'dynamodb:DescribeStream CustomerTable.StreamArn',
    'dynamodb:GetItem CustomerTable',
    'dynamodb:PutItem CustomerTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:UpdateItem LedgerTable',
    'dynamodb:Query CustomerTable',
    'sqs:SendMessage EventQueue',
    'dynamodb:GetRecords CustomerTable.StreamArn',
    'dynamodb:GetShardIterator CustomerTable.StreamArn',
    'dynamodb:ListStreams CustomerTable/stream/*',
    'dynamodb:Query LedgerTable',
    'events:PutEvents EventBus',
    'sqs:SendMessage AnnounceFailureQueue',
  ],
  wake: [
    ...everyFunction('WakeLog'),
    'dynamodb:Query CustomerTable/index/wake',
    'sqs:SendMessage EventQueue',
    'sqs:SendMessage PlaybookQueue',
    'sqs:SendMessage WakeFailureQueue',
  ],
  playbooks: [
    ...everyFunction('PlaybooksLog'),
    ...consumer('PlaybookQueue'),
    'dynamodb:GetItem CustomerTable',
    'dynamodb:PutItem CustomerTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:Query CustomerTable',
    'sqs:SendMessage DeliveryQueue',
  ],
  deliver: [
    ...everyFunction('DeliverLog'),
    ...consumer('DeliveryQueue'),
    'dynamodb:GetItem CustomerTable',
    'dynamodb:DeleteItem LedgerTable',
    'dynamodb:PutItem LedgerTable',
    `ses:SendEmail ${identity}/example.com`,
    `ses:SendEmail ${identity}/holdfast@example.com`,
  ],
  survey: [
    ...everyFunction('SurveyLog'),
    'events:PutEvents EventBus',
    'dynamodb:GetItem LedgerTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Scan CustomerTable',
    'sqs:SendMessage EventQueue',
    'sqs:SendMessage SurveyFailureQueue',
  ],
} as const;

let app: SynthesizedApp;
beforeAll(async () => {
  app = await synthesizeWithPlaceholders();
});

function rightsOfRole(role: string): string[] {
  const rights: string[] = [];
  for (const { Properties } of resourcesOfType(app.stateless, 'AWS::IAM::Policy').values()) {
    const { Roles, PolicyDocument } = policySchema.parse(Properties);
    if (!Roles.some((one) => resourceName(app, one) === role)) continue;
    for (const { Action, Resource } of PolicyDocument.Statement) {
      for (const action of Action) for (const one of Resource) rights.push(`${action} ${resourceName(app, one)}`);
    }
  }
  return rights.sort();
}

function rightsByFunction(): Record<string, string[]> {
  const functions = [...resourcesOfType(app.stateless, 'AWS::Lambda::Function').values()];
  return Object.fromEntries(
    functions.map(({ Properties }) => {
      const { Role, Environment } = functionSchema.parse(Properties);
      return [Environment.Variables.POWERTOOLS_SERVICE_NAME, rightsOfRole(resourceName(app, Role))];
    }),
  );
}

describe('functionRights', () => {
  test('functionRights gives every function exactly what it needs, nothing more and nothing less', () => {
    const expected = Object.fromEntries(Object.entries(allowed).map(([name, rights]) => [name, [...rights].sort()]));
    expect(rightsByFunction()).toEqual(expected);
  });

  test('functionRights leaves no role with a managed or inline policy beside the listed rights', () => {
    for (const [id, { Properties }] of resourcesOfType(app.stateless, 'AWS::IAM::Role')) {
      expect(Object.keys(Properties).sort(), id).toEqual(['AssumeRolePolicyDocument', 'Description']);
    }
  });

  test('functionRights lets deliver send from the one sender address only', () => {
    expect(app.texts[1]).toContain('"ses:FromAddress": "holdfast@example.com"');
  });

  test('functionRights lets deliver send when the address, its domain or a domain above that was verified', async () => {
    const text = (await synthesizeWithPlaceholders({ senderAddress: 'hello@news.mail.shop.com' })).texts[1] ?? '';
    const identities = [...text.matchAll(/:identity\/([^"]+)"/g)].map(([, name]) => name);
    expect(identities.sort()).toEqual(['hello@news.mail.shop.com', 'mail.shop.com', 'news.mail.shop.com', 'shop.com']);
  });

  test.each(['Wake', 'Survey'])(
    'TickSchedule lets the scheduler of %s do nothing but tick and keep what failed',
    (name) => {
      expect(rightsOfRole(`${name}ScheduleRole`)).toEqual([
        `lambda:InvokeFunction ${name}Function`,
        `sqs:SendMessage ${name}FailureQueue`,
      ]);
    },
  );
});
