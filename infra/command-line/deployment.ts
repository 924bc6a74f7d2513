import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { projectDirectory } from '#infra/project-directory.ts';
import { CommandError, messageOf } from './command-error.ts';
import { type LocalConnection, localNowMs, readLocalConnection } from './local-connection.ts';

/** A Holdfast that commands talk to. */
export type Deployment = {
  readonly kind: 'local' | 'deployed';
  /** Stands for this very deployment: a local stack that was started anew is another one. */
  readonly identity: string;
  /** The outputs of both stacks, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Null: those of AWS, or what AWS_ENDPOINT_URL_… names. */
  readonly endpoints: LocalConnection['endpoints'] | null;
  /** The only tenant of a local stack; null where there may be several. */
  readonly tenant: string | null;
  /** What its clock shows at a real time. */
  readonly nowMs: (realMs: number) => number;
};

/** The two stacks of a deployment, after the prefix that `--stack` names. */
export const stackSuffixes = ['Stateful', 'Stateless'] as const;

async function stackOutputs(client: CloudFormationClient, stackName: string): Promise<Record<string, string>> {
  const found = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  const outputs: Record<string, string> = {};
  for (const { OutputKey, OutputValue } of found.Stacks?.[0]?.Outputs ?? []) {
    if (OutputKey !== undefined && OutputValue !== undefined) outputs[OutputKey] = OutputValue;
  }
  return outputs;
}

async function deployedStacks(prefix: string): Promise<Deployment> {
  const client = new CloudFormationClient({});
  const outputs: Record<string, string> = {};
  try {
    for (const suffix of stackSuffixes) Object.assign(outputs, await stackOutputs(client, prefix + suffix));
  } catch (error) {
    throw new CommandError(
      `Cannot find the stacks ${stackSuffixes.map((suffix) => prefix + suffix).join(' and ')}: ${messageOf(error)}; check --stack, AWS_PROFILE and AWS_REGION`,
    );
  } finally {
    client.destroy();
  }
  const identity = outputs['EventQueueUrl'] ?? prefix;
  return { kind: 'deployed', identity, outputs, endpoints: null, tenant: null, nowMs: (realMs) => realMs };
}

/**
 * Finds the Holdfast to talk to: the deployed stacks whose names begin with `stack`, with profile and region from the AWS
 * SDK's environment; without `stack`, the local one that `npm start` runs. Never falls from one to the other.
 */
export async function resolveDeployment(options: { stack?: string | undefined }): Promise<Deployment> {
  if (options.stack !== undefined) return deployedStacks(options.stack);
  const connection = readLocalConnection(projectDirectory);
  return {
    kind: 'local',
    identity: `local/${connection.processId}/${connection.startedMs}`,
    outputs: connection.outputs,
    endpoints: connection.endpoints,
    tenant: connection.tenant,
    nowMs: (realMs) => localNowMs(connection, realMs),
  };
}

/** An output of the stacks. Throws, naming it, if the deployment does not have it. */
export function outputOf(deployment: Deployment, name: string): string {
  const value = deployment.outputs[name];
  if (value === undefined) {
    const known = Object.keys(deployment.outputs).sort().join(', ');
    throw new CommandError(
      `Cannot use the deployment: its stacks have no output "${name}" (they have: ${known}); deploy this version first`,
    );
  }
  return value;
}

/** The tenant that a command is about: what was passed, or the only one there is. */
export function tenantFor(deployment: Deployment, given: string | undefined): string {
  const tenant = given ?? deployment.tenant;
  if (tenant === null) {
    throw new CommandError('Cannot tell the tenant: a deployed Holdfast may have several; pass --tenant NAME');
  }
  return tenant;
}
