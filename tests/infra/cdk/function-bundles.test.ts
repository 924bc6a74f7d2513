import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleFunction, type FunctionBundle } from '#infra/bundling/bundle-function.ts';
import { readDeploymentSettings } from '#infra/deployment-settings.ts';
import type { FunctionName } from '#infra/function-limits.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { functionRights } from '#infra/stacks/function-rights.ts';
import { StatefulStack } from '#infra/stacks/stateful-stack.ts';

const kilobyte = 1024;
const names = [
  'ingest',
  'profile',
  'archive',
  'announce',
  'wake',
  'playbooks',
  'deliver',
  'survey',
] as const satisfies readonly FunctionName[];

let directory: string;
const bundles = new Map<string, FunctionBundle>();
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-bundles-'));
  // As on Lambda, where the runtime brings the SDK.
  symlinkSync(join(projectDirectory, 'node_modules'), join(directory, 'node_modules'));
  for (const name of names) {
    bundles.set(
      name,
      await bundleFunction(join(projectDirectory, 'functions', name, 'index.ts'), join(directory, name)),
    );
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('bundleFunction', () => {
  test.each(names)('bundleFunction keeps %s within 300 KB', (name) => {
    expect(bundles.get(name)?.bundleBytes).toBeGreaterThan(0);
    expect(bundles.get(name)?.bundleBytes).toBeLessThanOrEqual(300 * kilobyte);
  });

  test.each(names)('bundleFunction makes of %s a module that exports a handler', async (name) => {
    const url = 'https://sqs.eu-central-1.amazonaws.com/000000000000/queue';
    const settings = {
      AWS_REGION: 'eu-central-1',
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_METRICS_NAMESPACE: 'Holdfast',
      ...Object.fromEntries(['SOURCE', 'CUSTOMER', 'LEDGER'].map((table) => [`${table}_TABLE_NAME`, table])),
      ...Object.fromEntries(['EVENT', 'ARCHIVE', 'PLAYBOOK', 'DELIVERY'].map((queue) => [`${queue}_QUEUE_URL`, url])),
      ARCHIVE_BUCKET_NAME: 'archive',
      EVENT_BUS_NAME: 'holdfast',
      SENDER_ADDRESS: 'holdfast@example.com',
      SURVEY_EVERY_HOURS: '24',
    };
    for (const [key, value] of Object.entries(settings)) vi.stubEnv(key, value);
    const { handler } = await import(/* @vite-ignore */ pathToFileURL(join(directory, name, 'index.mjs')).href);
    vi.unstubAllEnvs();
    expect(handler).toBeTypeOf('function');
  });
});

/** The operations of DynamoDB that the code in a bundle can call at all. */
function operationsIn(name: FunctionName): Set<string> {
  const files = readdirSync(join(directory, name)).filter((file) => file.endsWith('.mjs'));
  const text = files.map((file) => readFileSync(join(directory, name, file), 'utf8')).join('\n');
  const imports = [...text.matchAll(/import\{([^}]*)\}from"@aws-sdk\/client-dynamodb"/g)]
    .map(([, names]) => names)
    .join();
  const commands = [...imports.matchAll(/(\w+)Command\b/g)].map(([, operation]) => operation ?? '');
  // A transaction needs the rights of what it does.
  if (commands.includes('TransactWriteItems')) commands.push('PutItem', 'UpdateItem');
  return new Set(imports.includes('paginateQuery') ? [...commands, 'Query'] : commands);
}

describe('functionRights', () => {
  test('functionRights grants no operation of DynamoDB that the code of the function cannot call', () => {
    const app = new App({ analyticsReporting: false, outdir: join(directory, 'assembly') });
    const settings = readDeploymentSettings(app.node);
    const rights = functionRights(new Stack(app, 'Any'), new StatefulStack(app, 'Stateful', { settings }), settings);
    for (const name of names) {
      const granted = rights[name].may.flatMap((statement) => statement.actions);
      const operations = granted.filter((action) => action.startsWith('dynamodb:')).map((action) => action.slice(9));
      expect([...operationsIn(name)], name).toEqual(expect.arrayContaining([...new Set(operations)]));
    }
  });
});
