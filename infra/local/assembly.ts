import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type AssetLocations, readAssets } from './assembly-assets.ts';
import { dependencyOrder } from './template/dependency-order.ts';
import { type Template, templateSchema } from './template/template-schema.ts';

/** One stack of a cloud assembly. */
export type AssemblyStack = { readonly name: string; readonly template: Template };

/** A synthesized cloud assembly (`cdk.out`), its stacks in the order in which they can be stood up. */
export type Assembly = {
  readonly stacks: readonly AssemblyStack[];
  /** Where the files of an asset are, by the object key that the templates name. */
  readonly assets: AssetLocations;
  readonly accountId: string;
  readonly region: string;
};

/** The account and region of stacks that were synthesized without an environment. */
export const localEnvironment = { accountId: '000000000000', region: 'us-east-1' };

const artifactSchema = z.object({
  type: z.string(),
  environment: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  displayName: z.string().optional(),
  properties: z
    .object({ templateFile: z.string().optional(), file: z.string().optional(), stackName: z.string().optional() })
    .default({}),
});

const manifestSchema = z.object({ version: z.string(), artifacts: z.record(z.string(), artifactSchema).default({}) });

type Artifact = z.infer<typeof artifactSchema>;

/**
 * Reads a cloud assembly from its directory.
 * @throws Error that names the directory or the file when it is missing, is not JSON, or holds what is not understood.
 */
export const readAssembly = (directory: string): Assembly => {
  const manifest = readJson(join(directory, 'manifest.json'), manifestSchema);
  const artifacts = new Map(Object.entries(manifest.artifacts));
  const nested = [...artifacts].find(([, artifact]) => artifact.type === 'cdk:cloud-assembly');
  if (nested !== undefined) {
    throw new Error(`Cannot read the cloud assembly ${directory}: it nests another one, ${nested[0]} (a CDK stage)`);
  }
  const dependencies = new Map([...artifacts].map(([id, artifact]) => [id, new Set(artifact.dependencies)]));
  const stackIds = dependencyOrder(dependencies, 'artifacts').filter(
    (id) => artifacts.get(id)?.type === 'aws:cloudformation:stack',
  );
  if (stackIds.length === 0) throw new Error(`Cannot read the cloud assembly ${directory}: it holds no stack`);
  const stackArtifacts = stackIds.flatMap((id): [string, Artifact][] => {
    const artifact = artifacts.get(id);
    return artifact === undefined ? [] : [[id, artifact]];
  });
  return {
    stacks: stackArtifacts.map(([id, artifact]) => readStack(directory, id, artifact)),
    assets: readAssets(
      directory,
      [...artifacts.values()].filter(isAssetManifest).map(({ properties }) => properties.file),
    ),
    ...readEnvironment(
      directory,
      stackArtifacts.map(([, artifact]) => artifact),
    ),
  };
};

const isAssetManifest = (artifact: Artifact): boolean => artifact.type === 'cdk:asset-manifest';

const readStack = (directory: string, id: string, { properties }: Artifact): AssemblyStack => {
  if (properties.templateFile === undefined) throw new Error(`Cannot read the stack ${id}: it names no templateFile`);
  const template = readJson(join(directory, properties.templateFile), templateSchema);
  return { name: properties.stackName ?? id, template };
};

const readEnvironment = (directory: string, stacks: readonly Artifact[]): { accountId: string; region: string } => {
  const environments = new Set(stacks.map(({ environment }) => environment ?? 'aws://unknown-account/unknown-region'));
  if (environments.size > 1) {
    throw new Error(
      `Cannot read the cloud assembly ${directory}: its stacks are in ${[...environments].join(' and ')}`,
    );
  }
  const [, accountId = 'unknown-account', region = 'unknown-region'] =
    /^aws:\/\/([^/]+)\/([^/]+)$/.exec([...environments][0] ?? '') ?? [];
  return {
    accountId: accountId === 'unknown-account' ? localEnvironment.accountId : accountId,
    region: region === 'unknown-region' ? localEnvironment.region : region,
  };
};

/** Reads a JSON file by a schema. @throws Error that names the file. */
const readJson = <Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`Cannot read the cloud assembly: ${path} is not readable; run "npm run synth" first`, {
      cause: error,
    });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`Cannot read the cloud assembly: ${path}: ${reason}`, { cause: error });
  }
};
