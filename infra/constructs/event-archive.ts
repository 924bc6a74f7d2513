import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { BlockPublicAccess, Bucket, BucketEncryption, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { archivePrefix } from '#domain/ingest/archive-objects.ts';
import { archiveColumns, archiveFieldMappings } from './archive-columns.ts';

export interface EventArchiveProps {
  /** The name of the Glue database; Athena knows the table as `<database>.events`. */
  readonly databaseName: string;
  readonly removalPolicy: RemovalPolicy;
}

/** When objects become old enough for cheaper storage. */
const daysInStandard = 90;

/**
 * The least size of an object that moves. Moving one costs $0.00002, and Glacier Instant Retrieval charges for 128 KB
 * at least: below this, moving would not pay in a year. Source: Amazon S3 pricing.
 */
const leastBytesToMove = 256 * 1024;

/** The first day that Athena looks for. Nothing was archived before. */
const firstDay = '2025-01-01';

/**
 * Every accepted event, for good: a bucket of gzipped lines of JSON, and its declaration in Glue, so that Athena reads
 * it.
 *
 * The bucket keeps no versions: a key follows from what is in the object, so that writing it again writes the same, no
 * function may delete, and what is forgotten has to be gone.
 */
export class EventArchive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: EventArchiveProps) {
    super(scope, id);
    this.bucket = this.createBucket(props.removalPolicy);
    this.declareTable(props.databaseName);
  }

  private createBucket(removalPolicy: RemovalPolicy): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: false,
      removalPolicy,
      lifecycleRules: [
        { id: 'AbortUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
        {
          id: 'OldObjects',
          prefix: archivePrefix,
          objectSizeGreaterThan: leastBytesToMove,
          transitions: [
            { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(daysInStandard) },
          ],
        },
      ],
    });
    Validations.of(bucket).acknowledge({
      id: 'CloudFormation-Validate::W9003',
      reason: 'CDK writes ObjectSizeGreaterThan as a number; CloudFormation takes it.',
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'An access log would be written for every object that profile puts, in a bucket that grows as this one. Data events ' +
        'of CloudTrail tell who reads, where that must be known.',
    });
    return bucket;
  }

  private declareTable(databaseName: string): void {
    const { account } = Stack.of(this);
    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name: databaseName, description: 'The archive of Holdfast' },
    });
    const days = {
      type: 'date',
      range: `${firstDay},NOW`,
      format: 'yyyy-MM-dd',
      interval: '1',
      'interval.unit': 'DAYS',
    };
    const projectedDays = Object.entries(days).map(([name, value]) => [`projection.day.${name}`, value]);
    const table = new CfnTable(this, 'Table', {
      catalogId: account,
      databaseName,
      tableInput: {
        name: 'events',
        description:
          'Accepted events, by tenant and UTC day of receipt; an event can be there more than once, with one id',
        tableType: 'EXTERNAL_TABLE',
        parameters: {
          EXTERNAL: 'TRUE',
          classification: 'json',
          'projection.enabled': 'true',
          'projection.tenant.type': 'injected',
          ...Object.fromEntries(projectedDays),
          'storage.location.template': `${this.location()}tenant=\${tenant}/day=\${day}/`,
        },
        partitionKeys: [
          { name: 'tenant', type: 'string', comment: 'A query must name one' },
          { name: 'day', type: 'string', comment: 'UTC day of receipt, 2026-01-31' },
        ],
        storageDescriptor: {
          columns: [...archiveColumns],
          location: this.location(),
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: {
            serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
            // Names inside properties keep their capitals, and may differ in nothing else.
            parameters: { 'case.insensitive': 'FALSE', ...archiveFieldMappings },
          },
        },
      },
    });
    table.addResourceDependency(database);
  }

  private location(): string {
    return `s3://${this.bucket.bucketName}/${archivePrefix}`;
  }
}
