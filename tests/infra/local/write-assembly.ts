import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type StackDraft = {
  readonly resources: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  /** Names of the stacks before it. */
  readonly after?: readonly string[];
};

/** Writes a small cloud assembly as the CDK would: stacks by name, function code by asset name. */
export const writeAssembly = (
  stacks: Readonly<Record<string, StackDraft>>,
  code: Readonly<Record<string, string>> = {},
): string => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-assembly-'));
  const artifacts: Record<string, unknown> = {
    Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
  };
  for (const [name, { resources, outputs = {}, more = {}, after = [] }] of Object.entries(stacks)) {
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      dependencies: [...after, 'Assets'],
      properties: { templateFile: `${name}.template.json` },
    };
    write(directory, `${name}.template.json`, { Resources: resources, Outputs: outputs, ...more });
  }
  const files: Record<string, unknown> = {};
  for (const [name, source] of Object.entries(code)) {
    mkdirSync(join(directory, `asset.${name}`));
    writeFileSync(join(directory, `asset.${name}`, 'index.mjs'), source);
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { current: { bucketName: 'assets', objectKey: `${name}.zip` } },
    };
  }
  write(directory, 'assets.json', { version: '1', files });
  write(directory, 'manifest.json', { version: '1', artifacts });
  return directory;
};

const write = (directory: string, name: string, content: unknown): void =>
  writeFileSync(join(directory, name), JSON.stringify(content));

/** A function whose code is the asset of the same name. */
export const functionResource = (asset: string, more: Readonly<Record<string, unknown>> = {}): unknown => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { S3Bucket: { 'Fn::Join': ['-', ['assets', { Ref: 'AWS::AccountId' }]] }, S3Key: `${asset}.zip` },
    MemorySize: 256,
    Role: 'arn:aws:iam::000000000000:role/any',
    ...more,
  },
});

export const getArn = (logicalId: string, attribute = 'Arn'): unknown => ({ 'Fn::GetAtt': [logicalId, attribute] });
