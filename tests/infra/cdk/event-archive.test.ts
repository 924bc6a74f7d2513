import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { archivedEventSchema } from '#contracts/archived-event.ts';
import { archiveObjects, parseArchiveKey } from '#domain/ingest/archive-objects.ts';
import { archivedEventOf } from '#domain/ingest/archived-event-of.ts';
import { exampleEvent } from '../../unit/domain/example-event.ts';
import { resourceName } from './resource-name.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

const tableSchema = z.object({
  DatabaseName: z.string(),
  TableInput: z.object({
    Name: z.string(),
    Parameters: z.record(z.string(), z.unknown()),
    PartitionKeys: z.array(z.object({ Name: z.string(), Type: z.string() })),
    StorageDescriptor: z.object({
      Columns: z.array(z.object({ Name: z.string(), Type: z.string() })),
      Location: z.unknown(),
      SerdeInfo: z.object({ SerializationLibrary: z.string(), Parameters: z.record(z.string(), z.string()) }),
    }),
  }),
});

let app: SynthesizedApp;
let ephemeral: SynthesizedApp;
beforeAll(async () => {
  app = await synthesizeWithPlaceholders();
  ephemeral = await synthesizeWithPlaceholders({ ephemeral: 'true' });
});

function onlyOne(of: SynthesizedApp, type: string) {
  const found = [...resourcesOfType(of.stateful, type).values()];
  expect(found).toHaveLength(1);
  const [one] = found;
  if (one === undefined) throw new Error(`There is no ${type}`);
  return one;
}

function table() {
  return tableSchema.parse(onlyOne(app, 'AWS::Glue::Table').Properties);
}

describe('EventArchive', () => {
  test('EventArchive keeps a bucket that is encrypted, closed to the public, and outlives its stack', () => {
    expect(onlyOne(app, 'AWS::S3::Bucket')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(onlyOne(ephemeral, 'AWS::S3::Bucket')).toMatchObject({ DeletionPolicy: 'Delete' });
  });

  test('EventArchive refuses plain connections', () => {
    const policy = JSON.stringify(onlyOne(app, 'AWS::S3::BucketPolicy').Properties);
    expect(policy).toContain('"Effect":"Deny"');
    expect(policy).toContain('"aws:SecureTransport":"false"');
  });

  test('EventArchive moves what is old and large to cheaper storage, deletes nothing, and ends uploads', () => {
    expect(onlyOne(app, 'AWS::S3::Bucket').Properties['LifecycleConfiguration']).toEqual({
      Rules: [
        { Id: 'AbortUploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        {
          Id: 'OldObjects',
          Status: 'Enabled',
          Prefix: 'events/v1/',
          ObjectSizeGreaterThan: 262_144,
          Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }],
        },
      ],
    });
  });

  test('EventArchive declares a column for each part of an archived event, tenant and day apart', () => {
    const { StorageDescriptor, PartitionKeys } = table().TableInput;
    const { Parameters } = StorageDescriptor.SerdeInfo;
    const fields = StorageDescriptor.Columns.map(({ Name }) => Parameters[`mapping.${Name}`] ?? Name);
    const partitions = PartitionKeys.map(({ Name }) => Name);
    expect(partitions).toEqual(['tenant', 'day']);
    expect([...fields, 'tenant'].sort()).toEqual(Object.keys(archivedEventSchema.shape).sort());
    expect(StorageDescriptor.Columns.filter(({ Name }) => /[^a-z_]/.test(Name))).toEqual([]);
    const times = StorageDescriptor.Columns.filter(({ Name }) => Name.endsWith('_ms'));
    expect(times.map(({ Type }) => Type)).toEqual(['bigint', 'bigint', 'bigint']);
  });

  test('EventArchive lets Athena find objects where the archive puts them', () => {
    const { Parameters, StorageDescriptor } = table().TableInput;
    const template = resourceName(app, Parameters['storage.location.template']);
    const event = exampleEvent({ tenant: 'shop', receivedMs: Date.UTC(2026, 5, 1) });
    const archivable = { event, source: 'web', correlationId: 'r', clock: { mode: 'live' } as const };
    const key = archiveObjects([{ archived: archivedEventOf(archivable) }])[0]?.key ?? '';
    const { tenant = '', day = '' } = parseArchiveKey(key) ?? {};
    const folder = template.replace(/\$\{tenant\}/, tenant).replace(/\$\{day\}/, day);
    expect(`s3://EventArchiveBucket/${key}`.startsWith(folder)).toBe(true);
    expect(resourceName(app, StorageDescriptor.Location)).toBe('s3://EventArchiveBucket/events/v1/');
    expect(Parameters).toMatchObject({ 'projection.tenant.type': 'injected', 'projection.day.format': 'yyyy-MM-dd' });
  });

  test('EventArchive names the bucket in the outputs', () => {
    expect(resourceName(app, app.stateful.Outputs['ArchiveBucketName']?.Value)).toBe('EventArchiveBucket');
  });
});
