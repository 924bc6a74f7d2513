import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as z from 'zod';
import { archivePrefix } from '#domain/ingest/archive-objects.ts';
import type { HoldfastFunction } from './holdfast-function.ts';

const imported = z.object({ 'Fn::ImportValue': z.string() });

/**
 * Lets a function put objects into the archive, and nothing else: what is archived it cannot read, and not delete.
 * `bucketArn` is the value that the stack of the bucket exports.
 */
export function letArchive(archiver: HoldfastFunction, bucketArn: string): void {
  archiver.function.addToRolePolicy(
    new PolicyStatement({
      sid: 'ArchiveEvents',
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/${archivePrefix}*`],
    }),
  );
  const { 'Fn::ImportValue': exportName } = imported.parse(Stack.of(archiver).resolve(bucketArn));
  Validations.of(archiver).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${exportName}/${archivePrefix}*]`,
    reason: 'The names of objects follow from their contents: only what stands before them can be named.',
  });
}
