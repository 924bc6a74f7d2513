import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readAssembly } from '#infra/local/assembly.ts';
import { functionResource, writeAssembly } from '../../infra/local/write-assembly.ts';

const draft = (...parameters: Parameters<typeof writeAssembly>): string => {
  const directory = writeAssembly(...parameters);
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
};

test('readAssembly orders stacks by their dependencies and finds the code of functions', () => {
  const directory = draft(
    { Work: { resources: { F: functionResource('code') }, after: ['Data'] }, Data: { resources: {} } },
    { code: 'export const handler = async () => 1;' },
  );
  const assembly = readAssembly(directory);
  expect(assembly.stacks.map(({ name }) => name)).toEqual(['Data', 'Work']);
  expect(assembly.assets.get('code.zip')).toBe(join(directory, 'asset.code'));
  expect(assembly).toMatchObject({ accountId: '000000000000', region: 'us-east-1' });
});

test('readAssembly says which file it cannot read, and what to do', () => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-empty-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  expect(() => readAssembly(directory)).toThrow(
    `${join(directory, 'manifest.json')} is not readable; run "npm run synth" first`,
  );
});

test('readAssembly refuses a template with a section that it does not know', () => {
  const directory = draft({ Data: { resources: {}, more: { Transform: 'AWS::Serverless' } } });
  expect(() => readAssembly(directory)).toThrow('Transform');
});

test('readAssembly refuses an assembly inside the assembly, by its name', () => {
  const directory = draft({ Data: { resources: {} } });
  const path = join(directory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.artifacts['assembly-prod'] = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-prod' } };
  writeFileSync(path, JSON.stringify(manifest));
  expect(() => readAssembly(directory)).toThrow('it nests another one, assembly-prod (a CDK stage)');
});
