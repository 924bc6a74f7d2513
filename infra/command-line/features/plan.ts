import { existsSync } from 'node:fs';
import { createDynamoProfileReader } from '#adapters/aws/dynamodb-profile-reader.ts';
import { createS3EventArchiveReader } from '#adapters/aws/s3-event-archive-reader.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { retention } from '#retention/retention.ts';
import { dynamoClient, storageClient } from '../aws-clients.ts';
import { type CommandContext, type CommonOptions, printResult } from '../command-context.ts';
import { outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { localConnectionPath } from '../local-connection.ts';
import { createProgress, silentProgress } from '../progress.ts';
import { archiveExtent } from './archive-extent.ts';
import { type DeploymentPlan, deploymentPlan } from './plan-deployment.ts';
import { type FeaturePlan, renderFeaturePlan } from './render-plan-changes.ts';
import { surveyProfiles } from './survey-profiles.ts';
import { planAgainstLock } from './write-plan.ts';

export type PlanOptions = CommonOptions & { readonly write?: boolean };

/** Looks at what is stored where a deployment is named or runs here; planning a change needs none. */
async function lookAtDeployment(context: CommandContext, options: PlanOptions): Promise<DeploymentPlan | null> {
  if (options.stack === undefined && !existsSync(localConnectionPath(projectDirectory))) return null;
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const [dynamo, storage] = [dynamoClient(deployment), storageClient(deployment)];
  try {
    const bucketName = outputOf(deployment, 'ArchiveBucketName');
    const archive = await archiveExtent(createS3EventArchiveReader({ client: storage, bucketName }), tenant);
    const survey = await surveyProfiles({
      reader: createDynamoProfileReader({ client: dynamo, tableName: outputOf(deployment, 'CustomerTableName') }),
      definitions: retention,
      tenant,
      archiveFromMs: archive.firstDay === null ? null : Date.parse(archive.firstDay),
      progress: options.json === true ? silentProgress : createProgress(context.terminal),
    });
    return deploymentPlan(tenant, survey, archive);
  } finally {
    dynamo.destroy();
    storage.destroy();
  }
}

/** `features plan`. */
export async function plan(context: CommandContext, options: PlanOptions): Promise<void> {
  const deployment = await lookAtDeployment(context, options);
  const result: FeaturePlan = { ...planAgainstLock(options.write === true), deployment };
  printResult(context, options.json, result, () => renderFeaturePlan(result));
}
