import * as z from 'zod';
import { physicalName } from './physical-name.ts';
import { defineResourceType } from './resource-type.ts';

const noRules = 'objects neither expire nor move, and nobody is told of them';

/** AWS::S3::Bucket: objects can be put, read, listed and deleted. */
export const s3Bucket = defineResourceType({
  type: 'AWS::S3::Bucket',
  honoured: { BucketName: z.string().optional() },
  withoutLocalEffect: {
    BucketEncryption: 'encryption is the business of the disk',
    LifecycleConfiguration: noRules,
    IntelligentTieringConfigurations: noRules,
    LoggingConfiguration: 'there is no access log',
    MetricsConfigurations: 'there is no CloudWatch',
    OwnershipControls: 'rights are not checked',
    PublicAccessBlockConfiguration: 'rights are not checked',
    VersioningConfiguration: 'an object that is put again replaces the one before',
    Tags: 'no effect anywhere',
  },
  create: ({ BucketName }, resource, { queues }) => {
    const name = (BucketName ?? physicalName(resource, 63)).toLowerCase();
    queues.ensureBucket(name);
    return {
      reference: name,
      attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` },
    };
  },
});
